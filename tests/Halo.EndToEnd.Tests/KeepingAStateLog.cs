using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>What a manager writes down, and what the next one makes of it.</summary>
public sealed class KeepingAStateLog
{
    private const int Usage = 64;
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_group_that_was_unmanaged_stays_unmanaged() => Cluster.PlayAsync(async cluster =>
    {
        await File.WriteAllTextAsync(cluster.StateLogOf(), "2026-04-15T15:40:45.186271Z\tunmanage\tpool\tnew disks\tby=root\n");
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync();
        await cluster.StatusShowsAsync("it is unmanaged", status => !status.Resource("pool").Managed && status.AllAre("Stopped"));
        await Eventually.StaysTrueAsync("nothing is started", Watch, () => Task.FromResult(cluster.Agents.StartsOf("pool") == 0));
    });

    [Fact]
    public Task What_administrators_said_outlives_the_manager() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("fence", "h0", "--reason", "fans");
        await cluster.RunsOnAsync("h1");
        await cluster.DoesAsync("power", "on", "h0");
        await cluster.StatusShowsAsync("h0 is connected", status => status.Host("h0").Connected);
        await cluster.DoesAsync("deactivate", "h0", "--reason", "new DIMM");
        await cluster.DoesAsync("unmanage", "pool", "--reason", "new disks");
        await cluster.Manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();

        var status = await cluster.StatusAsync();
        Assert.Equal((true, false), (status.Host("h0").Fenced, status.Host("h0").Active));
        Assert.Contains("new DIMM", status.Host("h0").Comment, StringComparison.Ordinal);
        Assert.False(status.Resource("pool").Managed);
        Assert.Equal((true, true), (status.Host("h1").Active, !status.Host("h1").Fenced));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_log_of_the_older_form_is_read() => Cluster.PlayAsync(async cluster =>
    {
        await File.WriteAllLinesAsync(cluster.StateLogOf(),
        [
            "2026-04-15T15:40:45.186271Z\tfence\th0\tnode is misbehaving",
            "2026-04-15T15:41:00.000000Z\tdeactivate\th1\tnew DIMM",
            "2026-04-15T15:42:00.000000Z\tunmanage\tpool\t",
            "2026-04-15T15:43:00.000000Z\tmanage\tpool",
        ]);
        await cluster.StartAsync();
        await cluster.RunsOnAsync("h0");
        var status = await cluster.StatusAsync();
        Assert.Equal((true, true), (status.Host("h0").Fenced, status.Host("h0").Active));
        Assert.Contains("an administrator", status.Host("h0").Comment, StringComparison.Ordinal);
        Assert.False(status.Host("h1").Active);
        Assert.True(status.Resource("pool").Managed);
        Assert.Contains("comment=\"node is misbehaving\"", (await cluster.HaloAsync("events")).Output, StringComparison.Ordinal);
    }, ClusterPlan.Fencing);

    [Fact]
    public Task Events_outlive_the_manager_that_wrote_them() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        var manager = await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        await manager.EndAsync(Signal.Kill);
        var before = await File.ReadAllLinesAsync(cluster.StateLogOf());
        await cluster.StartManagerAsync();

        Assert.Contains(before, line => line.Contains("\tstart\tpool\t", StringComparison.Ordinal));
        await cluster.StatusShowsAsync("the events are there", status =>
            status.Events.Take(before.Length).Select(e => e.Timestamp).SequenceEqual(before.Select(line => line.Split('\t')[0])));
    });

    [Fact]
    public Task A_torn_last_line_is_told_and_ended() => Cluster.PlayAsync(async cluster =>
    {
        await File.WriteAllTextAsync(cluster.StateLogOf(), "2026-04-15T15:40:45.186271Z\tunmanage\tpool");
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();

        Assert.Contains("line 1 is torn", cluster.Manager.Log, StringComparison.Ordinal);
        Assert.EndsWith("(torn)", (await File.ReadAllLinesAsync(cluster.StateLogOf()))[0], StringComparison.Ordinal);
    });

    [Fact]
    public Task A_state_log_that_cannot_be_read_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        File.CreateSymbolicLink(cluster.StateLogOf(), "/dev/full");
        var manager = await FinishedProgram.RunAsync(Repository.Program("halo_manager"), cluster.ManagerArguments());

        Assert.Equal(Usage, manager.Status);
        Assert.Contains($"the state log {cluster.StateLogOf()} is no regular file", manager.Error, StringComparison.Ordinal);
    });
}
