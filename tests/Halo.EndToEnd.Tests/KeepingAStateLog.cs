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
        await File.WriteAllTextAsync(LogOf(cluster), "2026-04-15T15:40:45.186271Z\tunmanage\tpool\tnew disks\tby=root\n");
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync();
        await cluster.StatusShowsAsync("it is unmanaged", status => !status.Resource("pool").Managed && status.AllAre("Stopped"));
        await Eventually.StaysTrueAsync("nothing is started", Watch, () => Task.FromResult(cluster.Agents.StartsOf("pool") == 0));
    });

    [Fact]
    public Task Events_outlive_the_manager_that_wrote_them() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        var manager = await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        await manager.EndAsync(Signal.Kill);
        var before = await File.ReadAllLinesAsync(LogOf(cluster));
        await cluster.StartManagerAsync();

        Assert.Contains(before, line => line.Contains("\tstart\tpool\t", StringComparison.Ordinal));
        await cluster.StatusShowsAsync("the events are there", status =>
            status.Events.Take(before.Length).Select(e => e.Timestamp).SequenceEqual(before.Select(line => line.Split('\t')[0])));
    });

    [Fact]
    public Task A_torn_last_line_is_told_and_ended() => Cluster.PlayAsync(async cluster =>
    {
        await File.WriteAllTextAsync(LogOf(cluster), "2026-04-15T15:40:45.186271Z\tunmanage\tpool");
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();

        Assert.Contains("line 1 is torn", cluster.Manager.Log, StringComparison.Ordinal);
        Assert.EndsWith("(torn)", (await File.ReadAllLinesAsync(LogOf(cluster)))[0], StringComparison.Ordinal);
    });

    [Fact]
    public Task A_state_log_that_cannot_be_read_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        File.CreateSymbolicLink(LogOf(cluster), "/dev/full");
        var manager = await FinishedProgram.RunAsync(Repository.Program("halo_manager"), cluster.ManagerArguments());

        Assert.Equal(Usage, manager.Status);
        Assert.Contains($"the state log {LogOf(cluster)} is no regular file", manager.Error, StringComparison.Ordinal);
    });

    private static string LogOf(Cluster cluster) => Path.Combine(cluster.Folder, "manager.state");
}
