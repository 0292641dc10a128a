using Halo.EndToEnd.Tests.Harness;
using Halo.Protocol.Cli;

namespace Halo.EndToEnd.Tests;

/// <summary>An administrator's own <c>halo fence</c> and <c>halo power</c>: what is done, what is refused, and what is kept of it.</summary>
public sealed class FencingByHand
{
    [Fact]
    public Task Moves_the_groups_and_keeps_who_and_why() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var ended = await FinishedProgram.RunAsync(
            Repository.Program("halo"),
            ["fence", "h0", "--reason", "hangs in the firmware", "--socket", cluster.Socket],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["SUDO_USER"] = "alice" });
        Assert.Equal((0, "h0 is fenced and verified off\n", ""), (ended.Status, ended.Output, ended.Error));
        await cluster.RunsOnAsync("h1");
        cluster.Fences.SaidOffBefore("h0", "pool", "h1");

        var who = $"alice (sudo {Environment.UserName})";
        var fences = cluster.StateLog().Where(columns => columns[1] is "fence").ToList();
        Assert.Equal(["intent", "done"], cluster.StagesOfFence("h0"));
        Assert.All(fences, columns => Assert.Contains($"by={who}", columns));
        Assert.Equal("hangs in the firmware", fences[0][3]);
        await cluster.StatusShowsAsync("who and why", status =>
            status.Host("h0").Comment?.Contains(who, StringComparison.Ordinal) == true
            && status.Host("h0").Comment!.Contains("hangs in the firmware", StringComparison.Ordinal));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task Is_refused_while_nobody_could_take_over_and_done_with_force() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("deactivate", "h1", "--reason", "new DIMM");
        (await cluster.HaloAsync("fence", "h0")).FailedWith(1, "cannot fence h0", "F5", "--force");
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h0"));
        Assert.Empty(cluster.StagesOfFence("h0"));

        await cluster.DoesAsync("fence", "h0", "--force");
        Assert.False(cluster.Fences.HasPower("h0"));
        Assert.Contains(cluster.StateLog(), columns => columns.Contains("stage=intent", StringComparer.Ordinal) && columns.Contains("force=yes", StringComparer.Ordinal));
        Assert.Equal(1, cluster.Agents.StartsOf("pool"));
        await cluster.DoesAsync("activate", "h1");
        await cluster.RunsOnAsync("h1");
    }, ClusterPlan.Fencing);

    [Fact]
    public Task Powers_off_two_hosts_of_two_pairs_that_a_nodeset_names() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var said = await cluster.DoesAsync("fence", "h[0,2]");
        Assert.Equal(["h0 is fenced and verified off", "h2 is fenced and verified off"], said.Trim().Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal("h0  off\nh1  on\nh2  off\nh3  on\n", await cluster.DoesAsync("power", "status"));
        await cluster.StatusShowsAsync("both have moved", status => status.AllAre("Running (Failed Over)"));
        Assert.Matches("(?m)^Fenced hosts: +h\\[0,2\\]$", (await cluster.HaloAsync("status")).Output);
        await cluster.DoesAsync("power", "on", "h[0,2]");
        await cluster.StatusShowsAsync("all are connected", status => status.Hosts.All(host => host.Connected));
    }, ClusterPlan.TwoPairs);

    [Fact]
    public Task Of_both_hosts_of_a_pair_powers_off_one_and_refuses_the_other() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var ended = await cluster.HaloAsync("fence", "h[0-1]");
        Assert.Equal((1, "h0 is fenced and verified off\n"), (ended.Status, ended.Output));
        ended.IsOneSentence("cannot fence h1", "F5");
        await cluster.RunsOnAsync("h1");
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h1"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task Goes_on_when_nobody_waits_any_more() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h0", "off", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var waiting = cluster.Launch("fence", [Repository.Program("halo"), "fence", "h0", "--socket", cluster.Socket]);
        await Eventually.BecomesTrueAsync("h0 is being powered off", () => cluster.Fences.CallsOf("off", "h0") == 1);
        await waiting.EndAsync(Signal.Interrupt);
        Assert.Equal(1, waiting.ExitStatus);
        Assert.Contains("no longer waiting to fence h0; it goes on", waiting.Log, StringComparison.Ordinal);

        Assert.Contains("h0: asked for (h0 is being powered off)", await cluster.DoesAsync("fence", "h0", "--no-wait"), StringComparison.Ordinal);
        cluster.Agents.Release("release");
        await cluster.RunsOnAsync("h1");
        Assert.Equal(1, cluster.Fences.CallsOf("off", "h0"));
    }, ClusterPlan.Fencing);

    [Fact]
    public Task A_host_that_has_power_again_connects_and_nothing_moves_by_itself() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("power", "off", "h0");
        await cluster.RunsOnAsync("h1");
        Assert.Equal("h0 is on\n", await cluster.DoesAsync("power", "on", "h0", "--reason", "repaired"));
        await cluster.StatusShowsAsync("h0 is connected and still fenced", status => status.Host("h0") is { Connected: true, Fenced: true });
        await Eventually.StaysTrueAsync("nothing moves", TimeSpan.FromSeconds(3), () => Task.FromResult(cluster.Agents.StartsOf("pool") == 2));
        await cluster.DoesAsync("reset", "h0");
        Assert.False((await cluster.StatusAsync()).Host("h0").Fenced);
    }, ClusterPlan.Fencing);

    [Fact]
    public Task The_power_of_a_host_whose_device_fails_is_unknown_and_the_reason_is_told() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Fences.Plan("h1", "status", FenceDevices.Fails);
        await cluster.StartAsync();
        var ended = await cluster.HaloAsync("power", "status", "h[1,0]");
        Assert.Equal((1, ""), (ended.Status, ended.Error));
        Assert.Matches("^h0  on\nh1  unknown: .*the BMC is upset.*\n$|^h1  unknown: .*the BMC is upset.*\nh0  on\n$", ended.Output);
    }, ClusterPlan.Fencing);

    [Fact]
    public Task In_observe_mode_nothing_is_done() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync(manage: false);
        await cluster.StatusShowsAsync("both are connected", status => status.Hosts.All(host => host.Connected));
        foreach (var verb in new string[][] { ["fence", "h0", "--force"], ["power", "on", "h0"], ["reset", "h0"], ["deactivate", "h0"], ["activate", "h0"], ["failback", "--onto", "h0"], ["cleanup", "pool"] })
        {
            (await cluster.HaloAsync(verb)).FailedWith(1, "cannot", "observe mode", "A3", "--manage-resources");
        }

        await cluster.DoesAsync("unmanage", "pool");
        await cluster.DoesAsync("manage", "pool");
        Assert.Equal("h0  on\n", await cluster.DoesAsync("power", "status", "h0"));
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h0") + cluster.Fences.CallsOf("on", "h0"));
        await cluster.CrashAsync("h0");
        await cluster.StatusShowsAsync("it would fence h0", status => status.Refusals.Any(refusal => refusal is { Object: "h0", Wanted: "fence" })
            || status.WaitOf("pool").Contains("A3", StringComparison.Ordinal));
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h0"));
    }, ClusterPlan.Fencing);
}
