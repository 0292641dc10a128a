using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>A remote that is stopped, killed or restarted while the manager counts on it.</summary>
public sealed class LosingARemote
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    [Fact]
    public Task What_ran_with_a_killed_remote_is_unknown_and_starts_nowhere_else() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.Remote("h0").EndAsync(Signal.Kill);
        await cluster.StatusShowsAsync("h0 is disconnected and all is unknown", status => !status.Host("h0").Connected && status.AllAre("Unknown"));
        await Eventually.StaysTrueAsync("nothing was started", Watch, () => Task.FromResult(cluster.Agents.StartsOf("pool") == 1));
        Assert.Contains("h0", (await cluster.StatusAsync()).WaitOf("pool"), StringComparison.Ordinal);
        Assert.Contains("remote is not running", (await cluster.HaloAsync("status")).Output, StringComparison.Ordinal);
        await cluster.StartRemoteAsync("h0");
        await cluster.AllIsWellAsync();
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
    });

    [Fact]
    public Task A_remote_that_hangs_is_told_from_one_that_is_gone_and_comes_back_by_itself() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Remote("h0").Signal(Signal.Stop);
        await Eventually.BecomesTrueAsync("status says that the remote does not answer", async () =>
            (await cluster.HaloAsync("status")).Output.Contains("its remote does not answer", StringComparison.Ordinal));
        cluster.Remote("h0").Signal(Signal.Continue);
        await cluster.AllIsWellAsync();
        Assert.Equal((1, 1), (cluster.Agents.StartsOf("pool"), cluster.Agents.StartsOf("target0")));
    });

    [Fact]
    public Task A_remote_that_hangs_in_the_middle_of_a_start_finishes_it_once() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await Eventually.BecomesTrueAsync("the start has begun", () => cluster.Agents.StartsOf("pool") == 1);
        cluster.Remote("h0").Signal(Signal.Stop);
        await cluster.StatusShowsAsync("h0 has trouble", status => status.Host("h0").Paths.Any(path => !path.Up));
        cluster.Agents.Release("release");
        cluster.Remote("h0").Signal(Signal.Continue);
        await cluster.AllIsWellAsync();
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
    });

    [Fact]
    public Task A_start_outlives_its_remote_and_the_next_one_reports_it() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await Eventually.BecomesTrueAsync("the start has begun", () => cluster.Agents.StartsOf("pool") == 1);
        await cluster.Remote("h0").EndAsync(Signal.Kill);
        await cluster.StartRemoteAsync("h0");
        await cluster.StatusShowsAsync("h0 is connected and the start goes on",
            status => status.Host("h0").Connected && status.WaitOf("pool").Contains("pool is being started on h0", StringComparison.Ordinal));
        Assert.False(cluster.Agents.Runs("pool", "h0"));
        cluster.Agents.Release("release");
        await Eventually.BecomesTrueAsync("the script has ended", () => cluster.Agents.Runs("pool", "h0"));
        await cluster.StatusShowsAsync("pool runs", status => status.Is("pool", "Running"));
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));

        // What the first remote had beside the start to hold its output open stays until the start's deadline.
        await cluster.CrashAsync("h0");
    });

    [Fact]
    public Task A_restart_of_a_remote_in_order_touches_nothing() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var calls = cluster.Agents.Calls().Length;
        await cluster.Remote("h0").EndAsync(Signal.Terminate);
        await cluster.StartRemoteAsync("h0");
        await cluster.StatusShowsAsync("all run again", status => status.Host("h0").Connected && status.AllAre("Running"));
        Assert.Equal(calls, cluster.Agents.Calls().Length);
    });
}
