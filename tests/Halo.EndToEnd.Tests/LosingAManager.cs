using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>A manager that is killed or restarted, and two that want one cluster.</summary>
public sealed class LosingAManager
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_restarted_manager_touches_nothing() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        var manager = await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        var calls = cluster.Agents.Calls().Length;
        await manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        Assert.Equal(calls, cluster.Agents.Calls().Length);
    });

    [Fact]
    public Task A_start_outlives_its_manager_and_is_not_sent_again() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", AgentFolder.HoldUntil("release"));
        await cluster.StartRemotesAsync();
        var manager = await cluster.StartManagerAsync();
        await Eventually.BecomesTrueAsync("the start has begun", () => cluster.Agents.StartsOf("pool") == 1);
        await manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();
        await cluster.StatusShowsAsync("the start goes on", status => status.WaitOf("pool").Contains("pool is being started on h0", StringComparison.Ordinal));
        cluster.Agents.Release("release");
        await cluster.AllIsWellAsync();
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
    });

    [Fact]
    public Task A_second_manager_stays_passive_and_names_the_first() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        var first = await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        await cluster.StartManagerAsync(name: "manager2");
        await cluster.StatusShowsAsync("all run", status => status.AllAre("Running"), "manager2");
        await cluster.StatusShowsAsync("it names the first", status =>
            status.Host("h0").Comment?.Contains($"pid {first.Id}", StringComparison.Ordinal) == true, "manager2");
        cluster.Agents.StopByHand("target0", "h0");
        await Eventually.BecomesTrueAsync("the first starts it again", () => cluster.Agents.StartsOf("target0") == 2);
        await cluster.AllIsWellAsync();
    });

    [Fact]
    public Task A_second_manager_takes_over_when_the_first_is_gone() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        var first = await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        await cluster.StartManagerAsync(name: "manager2");
        await first.EndAsync(Signal.Kill);
        cluster.Agents.StopByHand("target0", "h0");
        await Eventually.BecomesTrueAsync("the second starts it again", () => cluster.Agents.StartsOf("target0") == 2, TimeSpan.FromSeconds(40));
    });

    [Fact]
    public Task A_second_manager_fences_nobody() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h0", "off", AgentFolder.HoldUntil("release"));
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        await cluster.StartManagerAsync(name: "manager2");
        await cluster.StatusShowsAsync("all run", status => status.AllAre("Running"), "manager2");
        (await cluster.HaloOfAsync("manager2", "fence", "h0", "--force")).FailedWith(1, "cannot fence h0", "another manager", "S1");

        await cluster.CrashAsync("h0");
        await Eventually.BecomesTrueAsync("the first powers h0 off", () => cluster.Fences.CallsOf("off", "h0") == 1);
        await cluster.StatusShowsAsync("the second knows that h0 is lost", status =>
            status.Refusals.Any(refusal => refusal is { Object: "h0", Wanted: "fence", Rule: "S1" }), "manager2");
        cluster.Agents.Release("release");
        await cluster.RunsOnAsync("h1");
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));
        Assert.Equal(2, cluster.Agents.StartsOf("pool"));
        Assert.Empty(cluster.StagesOfFence("h0", "manager2"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_manager_that_only_observes_does_not_disturb_the_one_that_manages() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.StartManagerAsync(manage: false, name: "manager2");
        await cluster.StatusShowsAsync("all run", status => status.AllAre("Running"), "manager2");
        await Eventually.StaysTrueAsync("all is well for the first", Watch, async () => (await cluster.HaloAsync("status", "-x")).Output.Length == 0);
        cluster.Agents.StopByHand("target0", "h0");
        await Eventually.BecomesTrueAsync("the first starts it again", () => cluster.Agents.StartsOf("target0") == 2);
    });
}
