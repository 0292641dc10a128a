using Halo.EndToEnd.Tests.Harness;
using Halo.Protocol.Cli;

namespace Halo.EndToEnd.Tests;

// Each of these waits out a minute of HALO's own deadlines. Classes run side by side, the tests of one class do not.

/// <summary>A fence device that says that it could, and could not.</summary>
public sealed class ALyingFenceDevice
{
    /// <summary>A minute of asking, half a minute between two questions about the power, and a busy machine.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromSeconds(100);

    [Fact]
    public Task Starts_nothing_until_somebody_pulls_the_plug() => Cluster.PlayAsync(cluster =>
        StartsNothingUntilThePlugIsPulledAsync(cluster, FenceDevices.ClaimsAndDoesNothing, "ON"), ClusterPlan.Fencing);

    /// <summary>A fence fails, is told, and is not repeated; when the host has no power in the end, its group starts.</summary>
    internal static async Task StartsNothingUntilThePlugIsPulledAsync(Cluster cluster, string plan, string reason)
    {
        cluster.Fences.Plan("h0", "off", plan);
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await Eventually.BecomesTrueAsync("the fence failed", () => cluster.StagesOfFence("h0").Contains("failed", StringComparer.Ordinal), Long);
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));
        await cluster.StatusShowsAsync("pool waits and the way out is told", status =>
            status.WaitOf("pool") is var wait && wait.Contains("F4", StringComparison.Ordinal) && wait.Contains("by hand", StringComparison.Ordinal));
        var page = (await cluster.HaloAsync("status")).Output;
        Assert.Matches($"(?m)^About hosts:.*h0.*could not be verified off within 60 s.*{reason}", page);
        Assert.Contains("stage=failed", (await cluster.HaloAsync("events")).Output, StringComparison.Ordinal);

        await cluster.Fences.PullThePlugAsync("h0");
        await Eventually.BecomesTrueAsync("HALO sees that, and pool starts on h1", () => cluster.Agents.Runs("target1", "h1"), Long);
        await cluster.RunsOnAsync("h1");
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));
    }
}

/// <summary>A fence device that says that it could not, and could not.</summary>
public sealed class AFailingFenceDevice
{
    [Fact]
    public Task Starts_nothing_until_somebody_pulls_the_plug() => Cluster.PlayAsync(cluster =>
        ALyingFenceDevice.StartsNothingUntilThePlugIsPulledAsync(cluster, FenceDevices.Fails, "ON"), ClusterPlan.Fencing);
}

/// <summary>A fence device that does what it should, and never says so.</summary>
public sealed class AHangingFenceDevice
{
    [Fact]
    public Task Is_given_up_and_the_power_is_asked_and_nobody_else_is_held_up() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h0", "off", $"power_off\n{AgentFolder.HoldUntil("never")}");
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h0");
        await Eventually.BecomesTrueAsync("h0 is being powered off", () => cluster.Fences.CallsOf("off", "h0") == 1);

        await cluster.CrashAsync("h2");
        await cluster.StatusShowsAsync("the other pair fails over", status => status.Resource("other").RunningOn is ["h3"]);
        Assert.Equal(FenceProgress.PoweringOff, (await cluster.StatusAsync()).Host("h0").Fencing);
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));

        await Eventually.BecomesTrueAsync("pool starts on h1", () => cluster.Agents.Runs("pool", "h1"), ALyingFenceDevice.Long);
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");
        Assert.Equal(["intent", "done"], cluster.StagesOfFence("h0"));
    }, ClusterPlan.TwoPairs);
}
