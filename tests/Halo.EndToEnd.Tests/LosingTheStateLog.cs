using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>A state log that cannot be written while the manager runs, and that it keeps nobody from failing over.</summary>
public sealed class LosingTheStateLog
{
    [Fact]
    public Task A_disk_that_is_full_does_not_stop_a_failover_and_status_says_that_the_log_is_not_written() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var kept = $"{cluster.StateLogOf()}.kept";
        File.Move(cluster.StateLogOf(), kept);
        File.CreateSymbolicLink(cluster.StateLogOf(), "/dev/full");

        await cluster.CrashAsync("h0");
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        foreach (var page in new[] { await cluster.HaloAsync("status"), await cluster.HaloAsync("status", "-x") })
        {
            Assert.Matches("(?m)^State log: .*not written", page.Output);
        }

        Assert.Contains("is not written", cluster.Manager.Log, StringComparison.Ordinal);
        Assert.Contains("event=fence object=h0 stage=done", (await cluster.HaloAsync("events")).Output, StringComparison.Ordinal);

        File.Delete(cluster.StateLogOf());
        File.Move(kept, cluster.StateLogOf());
        await cluster.StatusShowsAsync("the log is written again", status => status.LogTrouble is null);
        Assert.Equal(["intent", "done"], cluster.StagesOfFence("h0"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task What_administrators_said_is_written_when_the_disk_has_room_again() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var kept = $"{cluster.StateLogOf()}.kept";
        File.Move(cluster.StateLogOf(), kept);
        Directory.CreateDirectory(cluster.StateLogOf());
        await cluster.DoesAsync("unmanage", "pool", "--reason", "new disks");
        await cluster.StatusShowsAsync("the log is not written", status => status.LogTrouble is not null);
        Directory.Delete(cluster.StateLogOf());
        File.Move(kept, cluster.StateLogOf());
        await cluster.StatusShowsAsync("the log is written again", status => status.LogTrouble is null);
        await cluster.Manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();
        Assert.False((await cluster.StatusAsync()).Resource("pool").Managed);
    });
}
