using Halo.EndToEnd.Tests.Harness;
using Halo.Protocol.Cli;

namespace Halo.EndToEnd.Tests;

/// <summary>A host dies: whether it is powered off, and what starts on its partner and when.</summary>
public sealed class FencingHosts
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_host_that_dies_is_fenced_and_its_groups_start_on_the_partner_only_after_OFF_was_verified() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h0", "off", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await cluster.StatusShowsAsync("h0 is being powered off", status => status.Host("h0").Fencing == FenceProgress.PoweringOff);
        await Eventually.StaysTrueAsync("nothing starts on h1", Watch, () => Task.FromResult(cluster.Agents.StartsOf("pool") == 1));
        cluster.Agents.Release("release");
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        var status = await cluster.StatusAsync();
        Assert.True(status.AllAre("Running (Failed Over)"));
        Assert.Equal((true, "off"), (status.Host("h0").Fenced, status.Host("h0").Power));
        Assert.Equal(["intent", "done"], cluster.StagesOfFence("h0"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_remote_that_is_stopped_is_lost_after_unresponsive_timeout_and_fenced() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Remote("h0").Signal(Signal.Stop);
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        Assert.True(cluster.Remote("h0").HasEnded);
    }, ClusterPlan.Fencing with { Settings = ClusterPlan.QuickLoss });

    [Fact]
    public Task A_remote_that_is_gone_is_no_reason_to_fence_with_on_agent_down_wait() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await cluster.StatusShowsAsync("pool waits for h0", status => status.WaitOf("pool").Contains("h0", StringComparison.Ordinal));
        await Eventually.StaysTrueAsync("nobody is fenced", TimeSpan.FromSeconds(6), () => Task.FromResult(cluster.Fences.CallsOf("off", "h0") == 0));
        var status = await cluster.HaloAsync("status");
        Assert.Contains("on_agent_down is wait", status.Output, StringComparison.Ordinal);
        Assert.Contains("halo fence h0", status.Output, StringComparison.Ordinal);
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
    }, ClusterPlan.Fencing with { Settings = $"{ClusterPlan.QuickLoss}, on_agent_down: wait" });

    [Fact]
    public Task A_device_that_says_it_failed_and_yet_worked_is_believed_by_its_status() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h0", "off", FenceDevices.FailsAndYetWorks);
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        Assert.Equal(["intent", "done"], cluster.StagesOfFence("h0"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_fenced_host_is_fenced_again_only_after_its_reset() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await cluster.RunsOnAsync("h1");
        await cluster.DoesAsync("power", "on", "h0");
        await cluster.StatusShowsAsync("h0 is connected", status => status.Host("h0").Connected);
        await cluster.DoesAsync("failback", "--onto", "h0");
        await cluster.StatusShowsAsync("all is at home", status => status.AllAre("Running"));

        await cluster.CrashAsync("h0");
        await cluster.StatusShowsAsync("F4 forbids it", status => status.WaitOf("pool").Contains("has not been reset since", StringComparison.Ordinal));
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));

        await cluster.StartRemoteAsync("h0");
        await cluster.StatusShowsAsync("h0 is connected", status => status.Host("h0").Connected && status.AllAre("Running"));
        await cluster.DoesAsync("reset", "h0");
        await cluster.CrashAsync("h0");
        await cluster.RunsOnAsync("h1");
        Assert.Equal(2, cluster.Fences.CallsOf("off", "h0"));
    }, ClusterPlan.Fencing);
}
