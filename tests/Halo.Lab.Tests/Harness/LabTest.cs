using System.Runtime.ExceptionServices;
using Xunit.Sdk;

namespace Halo.Lab.Tests.Harness;

/// <summary>Plays a test in a laboratory of its own.</summary>
internal static class LabTest
{
    private static readonly Lazy<Task> AbandonedEnded = new(AbandonedLaboratories.EndAsync);
    private static int _lastNumber;

    /// <summary>
    /// Sets a laboratory up, waits until all is well in it, plays the test, and ends it. At the end no disk may have been on two hosts, and nothing of
    /// the laboratory may be left. When the test fails, its message tells what HALO says and what was so, and the logs stay.
    /// </summary>
    public static Task PlayAsync(LaboratoryPlan plan, Func<Laboratory, Task> test) => PlayUncheckedAsync(plan, async laboratory =>
    {
        await test(laboratory);
        Assert.Empty(laboratory.Violations());
    });

    /// <summary>The same with load on all targets the whole time: at the end also nothing that was acknowledged may be lost.</summary>
    public static Task PlayWithLoadAsync(LaboratoryPlan plan, Func<Laboratory, Load, Task> test) => PlayAsync(plan, async laboratory =>
    {
        await using var load = Load.Start(laboratory);
        await Task.WhenAll(plan.Targets.Select(load.GoesOnAsync));
        await test(laboratory, load);
        await load.NothingIsLostAsync();
    });

    /// <summary>The same without the checks at the end, for a test that has a disk on two hosts by intent.</summary>
    public static async Task PlayUncheckedAsync(LaboratoryPlan plan, Func<Laboratory, Task> test)
    {
        await AbandonedEnded.Value;
        var laboratory = await Laboratory.UpAsync($"test-{Environment.ProcessId}-{Interlocked.Increment(ref _lastNumber)}", plan);
        var failure = await FailureOfAsync(async () =>
        {
            await laboratory.AllIsWellAsync();
            await test(laboratory);
        });
        var description = failure is null ? "" : await DescriptionOfAsync(laboratory);
        var ending = await FailureOfAsync(async () => await laboratory.DisposeAsync());
        if (failure is not null)
        {
            // What went wrong after that may come of it, and is told behind it.
            throw new XunitException($"{failure.Message}\n\n{description}{(ending is null ? "" : $"\n--- it did not end either: {ending.Message}")}", failure);
        }

        if (ending is not null)
        {
            ExceptionDispatchInfo.Throw(ending);
        }

        Assert.Empty(laboratory.Leftovers());
        laboratory.RemoveLogs();
    }

    private static async Task<string> DescriptionOfAsync(Laboratory laboratory)
    {
        var description = "";
        var failure = await FailureOfAsync(async () => description = await laboratory.DescribeAsync());
        return failure is null ? description : $"--- it could not be described: {failure.Message}\n--- logs are in {laboratory.Folder}/log";
    }

    private static async Task<Exception?> FailureOfAsync(Func<Task> what)
    {
        try
        {
            await what();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
