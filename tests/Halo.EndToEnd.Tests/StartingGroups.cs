using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>What the manager starts, where, and in which order; and what it leaves alone.</summary>
public sealed class StartingGroups
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_group_starts_at_home_with_its_parents_first() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var calls = cluster.Agents.Calls();
        Assert.All(calls, call => Assert.EndsWith(" h0", call, StringComparison.Ordinal));
        Assert.Equal(["begin start pool h0", "end start pool h0"], calls[..2]);
        Assert.Equal(6, calls.Length);
        Assert.True(cluster.Agents.Runs("target0", "h0"));
        Assert.True(cluster.Agents.Runs("target1", "h0"));
    });

    [Fact]
    public Task Dependents_of_one_parent_start_side_by_side() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("target0", "start", AgentFolder.HoldUntil("release"));
        cluster.Agents.Plan("target1", "start", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await Eventually.BecomesTrueAsync(
            "both starts have begun", () => cluster.Agents.StartsOf("target0") == 1 && cluster.Agents.StartsOf("target1") == 1);
        cluster.Agents.Release("release");
        await cluster.AllIsWellAsync();
    });

    [Fact]
    public Task In_observe_mode_nothing_is_started() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync(manage: false);
        await cluster.StatusShowsAsync("everything is stopped", status => status.AllAre("Stopped"));
        await Eventually.StaysTrueAsync("nothing was started", Watch, () => Task.FromResult(cluster.Agents.Calls().Length == 0));
        Assert.StartsWith("Mode: observe", (await cluster.HaloAsync("status")).Output, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_dependent_that_died_is_started_again() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Agents.StopByHand("target0", "h0");
        await Eventually.BecomesTrueAsync("target0 was started again", () => cluster.Agents.StartsOf("target0") == 2);
        await cluster.AllIsWellAsync();
        Assert.Equal((1, 1), (cluster.Agents.StartsOf("pool"), cluster.Agents.StartsOf("target1")));
    });

    [Fact]
    public Task Under_a_root_that_died_the_dependents_are_stopped_before_it_is_started_again() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var before = cluster.Agents.Calls().Length;
        cluster.Agents.StopByHand("pool", "h0");
        await Eventually.BecomesTrueAsync("target0 and target1 were started again",
            () => cluster.Agents.StartsOf("target0") == 2 && cluster.Agents.StartsOf("target1") == 2);
        await cluster.AllIsWellAsync();
        var order = cluster.Agents.Calls()[before..].Where(call => call.StartsWith("begin ", StringComparison.Ordinal)).Select(call => call.Split(' ')[1..3]).ToList();
        var poolStart = order.FindIndex(call => call is ["start", "pool"]);
        Assert.True(order.FindIndex(call => call is ["stop", "target0"]) is >= 0 and var stop0 && stop0 < poolStart);
        Assert.True(order.FindIndex(call => call is ["stop", "target1"]) is >= 0 and var stop1 && stop1 < poolStart);
    });

    [Fact]
    public Task A_group_that_runs_on_its_failover_host_stays_there() => Cluster.PlayAsync(async cluster =>
    {
        foreach (var resource in new[] { "pool", "target0", "target1" })
        {
            cluster.Agents.StartByHand(resource, "h1");
        }

        await cluster.StartAsync();
        await cluster.StatusShowsAsync("all run failed over", status => status.AllAre("Running (Failed Over)"));
        await Eventually.StaysTrueAsync("nothing was started or stopped", Watch, () => Task.FromResult(cluster.Agents.Calls().Length == 0));
        Assert.Contains("Running (Failed Over) on h1", (await cluster.HaloAsync("status")).Output, StringComparison.Ordinal);
    });

    [Fact]
    public Task What_is_missing_of_a_group_on_its_failover_host_is_started_there() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.StartByHand("pool", "h1");
        await cluster.StartAsync();
        await cluster.StatusShowsAsync("all run failed over", status => status.AllAre("Running (Failed Over)"));
        Assert.All(cluster.Agents.Calls(), call => Assert.EndsWith(" h1", call, StringComparison.Ordinal));
        Assert.Equal(0, cluster.Agents.StartsOf("pool"));
    });

    [Fact]
    public Task Nothing_starts_while_the_partner_cannot_be_reached() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemoteAsync("h0");
        await cluster.StartManagerAsync();
        await cluster.StatusShowsAsync("the group waits for h1",
            status => status.WaitOf("pool") is var wait && wait.Contains("P1", StringComparison.Ordinal) && wait.Contains("h1", StringComparison.Ordinal));
        await Eventually.StaysTrueAsync("nothing was started", Watch, () => Task.FromResult(cluster.Agents.Calls().Length == 0));
        await cluster.StartRemoteAsync("h1");
        await cluster.AllIsWellAsync();
        Assert.True(cluster.Agents.Runs("pool", "h0"));
    });

    [Fact]
    public Task A_resource_that_runs_on_both_hosts_is_an_error_that_nobody_touches() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        cluster.Agents.StartByHand("pool", "h1");
        await cluster.StatusShowsAsync("pool is in error", status => status.Is("pool", "Error"));
        var calls = cluster.Agents.Calls().Length;
        cluster.Agents.StopByHand("target0", "h0");
        await Eventually.StaysTrueAsync("nothing was started or stopped", Watch, () => Task.FromResult(cluster.Agents.Calls().Length == calls));
        Assert.Contains("P9", (await cluster.StatusAsync()).WaitOf("pool"), StringComparison.Ordinal);
        cluster.Agents.StopByHand("pool", "h1");
        await cluster.AllIsWellAsync();
    });
}
