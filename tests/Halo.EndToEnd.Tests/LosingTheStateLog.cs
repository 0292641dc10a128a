using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>A state log that cannot be written, or is lost, while the manager runs: that keeps nobody from failing over, and nothing is forgotten.</summary>
public sealed class LosingTheStateLog
{
    [Fact]
    public Task A_disk_that_is_full_does_not_stop_a_failover_and_status_says_that_the_log_is_not_written() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await FillDiskAsync(cluster);

        await cluster.CrashAsync("h0");
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        foreach (var page in new[] { await cluster.HaloAsync("status"), await cluster.HaloAsync("status", "-x") })
        {
            Assert.Matches("(?m)^State log: .*not written", page.Output);
        }

        Assert.Contains("is not written", cluster.Manager.Log, StringComparison.Ordinal);
        Assert.Contains("event=fence object=h0 stage=done", (await cluster.HaloAsync("events")).Output, StringComparison.Ordinal);

        MakeRoom(cluster);
        await cluster.StatusShowsAsync("the log is written again", status => status.LogTrouble is null);
        Assert.Equal(["intent", "done"], cluster.StagesOfFence("h0"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task What_administrators_said_is_written_when_the_disk_has_room_again() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await FillDiskAsync(cluster);
        await cluster.DoesAsync("unmanage", "pool", "--reason", "new disks");
        await cluster.StatusShowsAsync("the log is not written", status => status.LogTrouble is not null);
        MakeRoom(cluster);
        await cluster.StatusShowsAsync("the log is written again", status => status.LogTrouble is null);
        await cluster.Manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();
        Assert.False((await cluster.StatusAsync()).Resource("pool").Managed);
    });

    [Fact]
    public Task A_group_stays_unmanaged_though_the_log_was_emptied_and_the_manager_restarted() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("unmanage", "pool", "--reason", "new disks");
        await File.WriteAllTextAsync(cluster.StateLogOf(), "");
        await Eventually.BecomesTrueAsync("what must be known is written anew", () => cluster.StateLog().Any(columns => columns is [_, "unmanage", "pool", "new disks", ..]));
        await cluster.Manager.EndAsync(Signal.Kill);
        Assert.Contains("is not as HALO left it: the file was shortened", cluster.Manager.Log, StringComparison.Ordinal);
        await cluster.StartManagerAsync();
        Assert.False((await cluster.StatusAsync()).Resource("pool").Managed);
    });

    /// <summary>From one moment to the next, and back again to the same file: the manager looks at it all the time.</summary>
    private static async Task FillDiskAsync(Cluster cluster)
    {
        var full = $"{cluster.StateLogOf()}.full";
        Assert.Equal(0, (await FinishedProgram.RunAsync("ln", [cluster.StateLogOf(), KeptOf(cluster)])).Status);
        File.CreateSymbolicLink(full, "/dev/full");
        File.Move(full, cluster.StateLogOf(), overwrite: true);
    }

    private static void MakeRoom(Cluster cluster) => File.Move(KeptOf(cluster), cluster.StateLogOf(), overwrite: true);

    private static string KeptOf(Cluster cluster) => $"{cluster.StateLogOf()}.kept";
}
