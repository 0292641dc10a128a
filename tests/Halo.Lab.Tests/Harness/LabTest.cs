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
        await using (laboratory)
        {
            try
            {
                await laboratory.AllIsWellAsync();
                await test(laboratory);
            }
            catch (Exception e)
            {
                throw new XunitException($"{e.Message}\n\n{await laboratory.DescribeAsync()}", e);
            }
        }

        Assert.Empty(laboratory.Leftovers());
        laboratory.RemoveLogs();
    }
}
