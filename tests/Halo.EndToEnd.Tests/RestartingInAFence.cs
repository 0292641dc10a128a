using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>A manager that is killed at every stage of a failover, and what the next one makes of it.</summary>
public sealed class RestartingInAFence
{
    [Fact]
    public Task An_attempt_that_was_only_announced_goes_on_as_the_same_attempt() => Cluster.PlayAsync(async cluster =>
    {
        await RunThenLoseBothAsync(cluster);
        await File.AppendAllTextAsync(cluster.StateLogOf(), "2026-04-15T15:40:45.186271Z\tfence\th0\th0 is lost\tby=halo\tstage=intent\tattempt=7\n");
        await cluster.StartManagerAsync();
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        Assert.Equal(["intent", "intent", "done"], cluster.StagesOfFence("h0"));
        Assert.All(AttemptsOf(cluster), attempt => Assert.Equal("attempt=7", attempt));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_host_that_a_new_manager_never_saw_is_not_fenced_without_an_attempt_that_was_begun() => Cluster.PlayAsync(async cluster =>
    {
        await RunThenLoseBothAsync(cluster);
        await cluster.StartManagerAsync();
        await cluster.StatusShowsAsync("F2 forbids it", status => status.Refusals.Any(refusal =>
            refusal is { Object: "h0", Wanted: "fence", Rule: "F2" }));
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h0"));
        await cluster.DoesAsync("fence", "h0");
        await cluster.RunsOnAsync("h1");
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_manager_that_is_killed_while_a_host_is_powered_off_resumes_the_attempt() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h0", "off", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await Eventually.BecomesTrueAsync("h0 is being powered off", () => cluster.Fences.CallsOf("off", "h0") == 1);
        await cluster.Manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();
        await Eventually.BecomesTrueAsync("h0 is being powered off again", () => cluster.Fences.CallsOf("off", "h0") == 2);
        cluster.Agents.Release("release");
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        Assert.Equal(2, cluster.Agents.StartsOf("pool"));
        Assert.Equal(["intent", "intent", "done"], cluster.StagesOfFence("h0"));
        Assert.Single(AttemptsOf(cluster).Distinct(StringComparer.Ordinal));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_manager_that_is_killed_after_a_fence_asks_for_the_power_and_does_not_fence_again() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Remote("h1").Signal(Signal.Stop);
        await cluster.CrashAsync("h0");
        var fenced = cluster.HaloAsync("fence", "h0", "--force");
        await Eventually.BecomesTrueAsync("the fence is done", () => cluster.StagesOfFence("h0").Contains("done", StringComparer.Ordinal));
        await cluster.Manager.EndAsync(Signal.Kill);
        await fenced;
        cluster.Remote("h1").Signal(Signal.Continue);
        await cluster.StartManagerAsync();
        await cluster.RunsOnAsync("h1");
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));
        Assert.Equal(2, cluster.Agents.StartsOf("pool"));
        Assert.True((await cluster.StatusAsync()).Host("h0").Fenced);
    }, ClusterPlan.Fencing with { Settings = $"{ClusterPlan.QuickLoss}, on_agent_down: wait" });

    [Fact]
    public Task A_manager_that_is_killed_in_the_middle_of_the_start_on_the_partner_waits_for_that_start() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", $"if [ \"$HALO_TEST_HOST\" = h1 ]; then {AgentFolder.HoldUntil("release")}fi\n");
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await Eventually.BecomesTrueAsync("pool is being started on h1", () => cluster.Agents.StartsOf("pool") == 2);
        await cluster.Manager.EndAsync(Signal.Kill);
        await cluster.StartManagerAsync();
        await cluster.StatusShowsAsync("the start goes on", status => status.WaitOf("pool").Contains("pool is being started on h1", StringComparison.Ordinal));
        cluster.Agents.Release("release");
        await cluster.RunsOnAsync("h1");
        Assert.Equal(2, cluster.Agents.StartsOf("pool"));
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));
    }, ClusterPlan.Fencing);

    /// <summary>Ends the manager in order while all is well, and then lets h0 die.</summary>
    private static async Task RunThenLoseBothAsync(Cluster cluster)
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.Manager.EndAsync(Signal.Terminate);
        await cluster.CrashAsync("h0");
    }

    private static IEnumerable<string> AttemptsOf(Cluster cluster) =>
        cluster.StateLog().SelectMany(columns => columns.Where(column => column.StartsWith("attempt=", StringComparison.Ordinal)));
}
