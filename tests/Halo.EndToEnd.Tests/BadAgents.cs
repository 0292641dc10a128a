using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>Resource agents at their worst: what the administrator reads, and that nobody else is held up.</summary>
public sealed class BadAgents
{
    private static readonly ClusterPlan Quick = new()
    {
        Resources = ClusterPlan.OneThing(", timeouts: { start: 1s, stop: 1s, monitor: 1s }"),
    };

    private static readonly ClusterPlan Single = Quick with { Hosts = 1, Groups = "- { root: pool, home_host: h0, failover_hosts: [] }" };

    [Fact]
    public Task The_reason_that_an_agent_gives_for_a_failed_start_is_shown() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", "echo noise >&2; echo 'ocf-exit-reason:the pool is on fire' >&2; exit 1");
        await cluster.StartAsync();
        await PageShowsAsync(cluster, "the pool is on fire");
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
    }, Single);

    [Fact]
    public Task A_failed_start_is_tried_on_the_next_host_and_not_repeated() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", "if [ \"$HALO_TEST_HOST\" = h0 ]; then echo 'ocf-exit-reason:no cable' >&2; exit 1; fi");
        await cluster.StartAsync();
        await cluster.StatusShowsAsync("pool runs on h1", status => status.Is("pool", "Running (Failed Over)"));
        Assert.Equal(2, cluster.Agents.StartsOf("pool"));
    }, Quick);

    [Fact]
    public Task The_reason_of_a_monitor_that_fails_is_shown() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Agents.Plan("pool", "monitor", "echo 'ocf-exit-reason:it answers nobody' >&2; exit 1");
        await PageShowsAsync(cluster, "it answers nobody");
        Assert.True((await cluster.StatusAsync()).Is("pool", "Error"));
        cluster.Agents.EndPlan("pool", "monitor");
        await cluster.AllIsWellAsync();
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
    }, Single);

    [Fact]
    public Task An_agent_that_is_not_there_is_named_with_its_path() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await PageShowsAsync(cluster, "resource.d/test/Nothing");
        Assert.Empty(cluster.Agents.Calls());
    }, Single with { Resources = ClusterPlan.OneThing().Replace("test/Thing", "test/Nothing", StringComparison.Ordinal) });

    [Fact]
    public Task An_agent_that_prints_megabytes_is_none_the_worse() => Cluster.PlayAsync(async cluster =>
    {
        const string Noise = "head -c 20000000 /dev/zero | tr '\\0' x; head -c 20000000 /dev/zero | tr '\\0' y >&2\n";
        cluster.Agents.Plan("pool", "start", Noise + "echo 'ocf-exit-reason:after all that' >&2; exit 1");
        await cluster.StartAsync();
        await PageShowsAsync(cluster, "after all that");
        Assert.True((await cluster.HaloAsync("status", "--json")).Output.Length < 100_000);
    }, Single with { Resources = ClusterPlan.OneThing() });

    [Fact]
    public Task An_agent_that_dies_by_a_signal_is_an_error_that_names_it() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", "kill -SEGV $$");
        await cluster.StartAsync();
        await PageShowsAsync(cluster, "signal 11");
    }, Single);

    [Fact]
    public Task An_agent_that_hangs_and_ignores_TERM_is_killed_at_its_deadline() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", "trap '' TERM; while :; do sleep 1000; done");
        await cluster.StartAsync();
        await PageShowsAsync(cluster, "1 s");
        await Eventually.BecomesTrueAsync("no agent is left", () => cluster.Processes().Count == 2);
        Assert.False(cluster.Agents.Runs("pool", "h0"));
    }, Single);

    [Fact]
    public Task A_monitor_that_hangs_does_not_hold_up_the_others() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Agents.Plan("target0", "monitor", AgentFolder.HoldUntil("release"));
        cluster.Agents.StopByHand("target1", "h0");
        await Eventually.BecomesTrueAsync("target1 was started again", () => cluster.Agents.StartsOf("target1") == 2);
        cluster.Agents.Release("release");
        await cluster.AllIsWellAsync();
    });

    [Fact]
    public Task A_background_process_that_holds_the_output_open_does_not_hold_up_the_answer() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "start", $"({AgentFolder.HoldUntil("release")}) &\n");
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Agents.Release("release");
    }, Single);

    private static Task PageShowsAsync(Cluster cluster, string text) =>
        Eventually.BecomesTrueAsync($"halo status shows \"{text}\"", async () =>
            (await cluster.HaloAsync("status")).Output.Contains(text, StringComparison.Ordinal));
}
