using System.Diagnostics;

namespace Halo.Lab.Tests.Harness;

/// <summary>
/// H18: the manager is killed at a moment of a failover from oss00 to oss01 and started again, and the failover ends: everything is started once, and
/// only after oss00 was off.
/// </summary>
internal static class FailoverMoment
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    /// <summary>A busy machine misses a moment of milliseconds now and then.</summary>
    private const int Attempts = 4;

    /// <summary>One pair with this storage and these fence devices, and a short window.</summary>
    public static LaboratoryPlan Plan(string storage, string fence = "powerman", string detectionTimeout = "3s") =>
        new() { Storage = [storage], Fence = fence, Settings = [$"detection_timeout={detectionTimeout}"] };

    /// <summary>
    /// Plays a failover up to its moment, kills the manager then and starts it again, lets go on what the test holds up, and checks how it ends. Where the
    /// manager was found to have gone on beyond the moment, all of that holds too, but the moment was missed and another laboratory tries again.
    /// </summary>
    public static async Task PlayAsync(
        LaboratoryPlan plan, Func<Laboratory, Task> untilTheMoment, Func<Laboratory, bool> isOver, Func<Laboratory, Task>? afterwards = null)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await IsMetAsync(plan, untilTheMoment, isOver, afterwards))
            {
                return;
            }
        }

        Assert.Fail($"each of {Attempts} times the manager had gone on beyond the moment before it was killed");
    }

    private static async Task<bool> IsMetAsync(
        LaboratoryPlan plan, Func<Laboratory, Task> untilTheMoment, Func<Laboratory, bool> isOver, Func<Laboratory, Task>? afterwards)
    {
        var isMet = false;
        await LabTest.PlayWithLoadAsync(plan, async (laboratory, load) =>
        {
            var target = plan.Targets.First();
            var before = laboratory.DiskChanges().Count;
            using (var manager = laboratory.Manager())
            {
                await untilTheMoment(laboratory);
                Laboratory.Kill(manager);
            }

            isMet = !isOver(laboratory);
            await laboratory.ManagerAsync("start");
            await (afterwards?.Invoke(laboratory) ?? Task.CompletedTask);

            await laboratory.RunsOnAsync("oss01", [.. plan.Targets]);
            await load.GoesOnAsync(target);
            Assert.False(await laboratory.HasPowerAsync("oss00"));
            Assert.Equal(1, laboratory.StartsOn("oss01", target.Root));
            Assert.Equal(1, laboratory.StartsOn("oss01", target.Name));
            var changes = laboratory.DiskChanges().Skip(before).Where(change => change.Disk == target.Root).ToList();
            Assert.Equal(("oss00", false), (changes[0].Host, changes[0].Taken));
            Assert.All(changes.Skip(1), change => Assert.Equal("oss01", change.Host));
            Assert.True(AttemptsOf(laboratory).Count <= 1, $"one attempt, not {string.Join(", ", AttemptsOf(laboratory))}");
            await Story.IsToldAsync(
                laboratory,
                $"event=start object={target.Root} comment=\"on oss01: oss01 is the first eligible host (P3)\"",
                // That it runs then may be found by a manager that was not there when it was started: no event, but in the status.
                $"event=start object={target.Name} comment=\"on oss01: {target.Root} runs on oss01 (P2)\"");
            await Story.StatusSaysAsync(laboratory, $"{target.Name} (lustre/Lustre): Running (Failed Over) on oss01*", "Connected hosts: oss01", "Disconnected hosts: oss00");
        });
        return isMet;
    }

    /// <summary>Waits until the state log has a text.</summary>
    public static Task LoggedAsync(Laboratory laboratory, string text) => ReachedAsync($"the state log has \"{text}\"", () => IsLogged(laboratory, text));

    /// <summary>Whether the state log has a text.</summary>
    public static bool IsLogged(Laboratory laboratory, string text) => laboratory.StateLog().Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for a moment.</summary>
    public static Task ReachedAsync(string what, Func<bool> moment) => ReachedAsync(what, () => Task.FromResult(moment()));

    /// <summary>Waits for a moment, and looks more often than other tests do: some are short.</summary>
    public static async Task ReachedAsync(string what, Func<Task<bool>> moment)
    {
        var waited = Stopwatch.StartNew();
        while (!await moment())
        {
            Assert.True(waited.Elapsed < Patience, $"the moment did not come: {what}");
            await Task.Delay(Glance);
        }
    }

    private static HashSet<string> AttemptsOf(Laboratory laboratory) =>
    [
        .. laboratory.StateLog()
            .Where(line => line.Contains("stage=intent", StringComparison.Ordinal))
            .Select(line => line.Split('\t').Single(column => column.StartsWith("attempt=", StringComparison.Ordinal))),
    ];
}
