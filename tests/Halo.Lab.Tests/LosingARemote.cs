using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>A host cannot be talked to, while its kernel goes on answering and its targets may be served all the time.</summary>
public sealed class LosingARemote
{
    /// <summary>Longer than every window in the settings of these tests.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(10);

    /// <summary>Its targets are served all along: HALO says that the host needs a hand, and keeps its own off.</summary>
    [LabFact]
    public Task A_killed_remote_is_waited_for_where_on_agent_down_is_wait() => PlayAsync("wait", async (laboratory, load) =>
    {
        await laboratory.RemoteAsync("oss00", "kill");
        await Story.StatusSaysAsync(
            laboratory,
            "pool0 (heartbeat/ZFS): Unknown: oss00: its remote is not running (10.7?.0.10 refuses the connection)",
            "Connected hosts: oss01",
            "Disconnected hosts: oss00",
            "About hosts: oss00: its remote is not running (10.7?.0.10 refuses the connection)");
        await IsLeftAloneAsync(laboratory, load);

        await laboratory.RemoteAsync("oss00", "start");
        await WasLeftAloneAsync(laboratory);
        await Story.IsToldAsync(laboratory, "event=disconnected object=oss00 comment=\"its remote is not running", "event=connected object=oss00");
    });

    /// <summary>HALO cannot know whether a remote that is away for so long comes back: the administrator has said what that means.</summary>
    [LabFact]
    public Task A_killed_remote_is_a_lost_host_where_on_agent_down_is_fence() => PlayAsync("fence", async (laboratory, load) =>
    {
        await laboratory.RemoteAsync("oss00", "kill");
        await IsFencedAsync(laboratory, load, "its remote is not running (10.7?.0.10 refuses the connection)");
    });

    /// <summary>H14: a remote that is restarted is refused for a moment, whatever on_agent_down says.</summary>
    [LabFact]
    public Task A_remote_that_is_restarted_is_no_lost_host() => PlayAsync("fence", async (laboratory, load) =>
    {
        foreach (var end in new[] { "stop", "kill" })
        {
            await laboratory.RemoteAsync("oss00", end);
            await laboratory.RemoteAsync("oss00", "start");
            await laboratory.AllIsWellAsync();
        }

        await WasLeftAloneAsync(laboratory);
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
    }, "30s");

    /// <summary>The kernel accepts connections for it. That is no silence, and counts only after unresponsive_timeout.</summary>
    [LabTheory]
    [InlineData("remote", "hang", "go-on")]
    [InlineData("host", "freeze", "thaw")]
    public Task What_is_mute_for_a_while_is_left_alone(string what, string begin, string end) => PlayAsync("wait", async (laboratory, load) =>
    {
        await BreakAsync(laboratory, what, begin);
        await Story.StatusSaysAsync(laboratory, "Disconnected hosts: oss00", "About hosts: oss00: its remote does not answer (10.7?.0.10 accepts connections)");
        await Eventually.StaysTrueAsync("oss00 has power", Watch, () => laboratory.HasPowerAsync("oss00"));
        await BreakAsync(laboratory, what, end);
        await WasLeftAloneAsync(laboratory);
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
    }, "60s");

    [LabTheory]
    [InlineData("remote", "hang")]
    [InlineData("host", "freeze")]
    public Task What_is_mute_for_too_long_is_a_lost_host(string what, string begin) => PlayAsync("wait", async (laboratory, load) =>
    {
        await BreakAsync(laboratory, what, begin);
        await IsFencedAsync(laboratory, load, "its remote does not answer (10.7?.0.10 accepts connections)");
    });

    private static Task PlayAsync(string onAgentDown, Func<Laboratory, Load, Task> test, string unresponsiveTimeout = "6s") => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan
        {
            Storage = ["zfs"],
            Settings = ["detection_timeout=3s", $"unresponsive_timeout={unresponsiveTimeout}", $"on_agent_down={onAgentDown}"],
        },
        test);

    private static Task BreakAsync(Laboratory laboratory, string what, string how) =>
        what is "remote" ? laboratory.RemoteAsync("oss00", how) : laboratory.DoAsync(how, "oss00");

    private static async Task IsLeftAloneAsync(Laboratory laboratory, Load load)
    {
        await Eventually.StaysTrueAsync("oss00 has power", Watch, () => laboratory.HasPowerAsync("oss00"));
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
    }

    /// <summary>All is well again, and no disk has moved.</summary>
    private static async Task WasLeftAloneAsync(Laboratory laboratory)
    {
        await laboratory.AllIsWellAsync();
        Assert.All(laboratory.Plan.Targets, target => Assert.Equal([target.Home], laboratory.Holders(target.Root)));
        Assert.DoesNotContain(laboratory.PowerCalls(), call => call.StartsWith("off", StringComparison.Ordinal));
        await Story.IsNotToldAsync(laboratory, "event=fence");
        await Story.IsNotToldAsync(laboratory, "event=stop ");
    }

    private static async Task IsFencedAsync(Laboratory laboratory, Load load, string because)
    {
        await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
        Assert.False(await laboratory.HasPowerAsync("oss00"));
        await Story.IsToldAsync(
            laboratory,
            $"event=disconnected object=oss00 comment=\"{because}\"",
            $"event=lost object=oss00 comment=\"{because}\"",
            $"event=fence object=oss00 stage=intent comment=\"oss00 is lost: {because} (F1)\"",
            "event=fence object=oss00 stage=done comment=\"verified off\"",
            "event=start object=pool0 comment=\"on oss01: oss01 is the first eligible host (P3)\"",
            "event=running object=pool0 comment=\"on oss01\"",
            "event=running object=ost0 comment=\"on oss01\"");
        await Story.StatusSaysAsync(
            laboratory, "pool0 (heartbeat/ZFS): Running (Failed Over) on oss01", "ost0 (lustre/Lustre): Running (Failed Over) on oss01", "Fenced hosts: oss00");
    }
}
