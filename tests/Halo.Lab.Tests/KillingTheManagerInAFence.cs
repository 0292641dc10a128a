using Halo.Lab.Tests.Harness;
using Halo.Protocol.Cli;

namespace Halo.Lab.Tests;

/// <summary>
/// H18: the manager is killed while it finds out that a host is lost, or fences it. Where the moment needs the host alive, it is cut off from all
/// networks and goes on serving until it is fenced; else its power is cut, and the new manager learns that from its fence device (K4).
/// </summary>
public sealed class KillingTheManagerInAFence
{
    [LabFact]
    public Task While_the_host_is_silent_and_not_lost_yet() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("zfs", detectionTimeout: "20s"),
        async laboratory =>
        {
            await laboratory.PowerCutAsync("oss00");
            await IsSilentAsync(laboratory);
        },
        laboratory => FailoverMoment.IsLogged(laboratory, "\tdisconnected\toss00\t"));

    [LabFact]
    public Task When_the_host_is_disconnected() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("ext4"),
        async laboratory =>
        {
            await laboratory.PowerCutAsync("oss00");
            await FailoverMoment.LoggedAsync(laboratory, "\tdisconnected\toss00\t");
        },
        laboratory => FailoverMoment.IsLogged(laboratory, "\tlost\toss00\t") || FailoverMoment.IsLogged(laboratory, "\tpower\toss00\t"));

    [LabFact]
    public Task When_the_intent_to_fence_is_written() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("ext4"),
        async laboratory =>
        {
            await laboratory.CutAsync("oss00");
            await FailoverMoment.LoggedAsync(laboratory, "stage=intent");
        },
        laboratory => laboratory.PowerCalls().Any(call => call.StartsWith("off oss00", StringComparison.Ordinal)) || IsFenced(laboratory));

    [LabFact]
    public Task While_a_slow_device_is_powering_the_host_off() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("zfs"),
        async laboratory =>
        {
            await laboratory.DeviceAsync("oss00", "slow", "6");
            await laboratory.CutAsync("oss00");
            await FailoverMoment.ReachedAsync("off has come to the plug", () => laboratory.PowerCalls().Contains("off oss00 (slow)", StringComparer.Ordinal));
        },
        laboratory => !laboratory.HasPower("oss00"));

    [LabFact]
    public Task While_it_is_asked_whether_the_host_is_off() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("zfs", "ipmilan"),
        async laboratory =>
        {
            await laboratory.DeviceAsync("oss00", "slow", "10");
            await laboratory.CutAsync("oss00");
            await FailoverMoment.ReachedAsync("it is being verified", async () => (await laboratory.StatusAsync()).Host("oss00").Fencing is FenceProgress.Verifying);
        },
        IsFenced);

    /// <summary>Of a host that a manager never had contact with, it cannot know whether it is worth a fence (F2): it asks for a hand, and says so.</summary>
    [LabFact]
    public Task Before_it_a_new_manager_leaves_the_silent_host_to_the_administrator() => LabTest.PlayWithLoadAsync(
        FailoverMoment.Plan("zfs", detectionTimeout: "20s"),
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();
            await laboratory.CutAsync("oss00");
            await IsSilentAsync(laboratory);
            await laboratory.ManagerAsync("kill");
            Assert.False(FailoverMoment.IsLogged(laboratory, "\tdisconnected\toss00\t"));
            await laboratory.ManagerAsync("start");

            await Story.StatusSaysAsync(
                laboratory,
                "pool0: pool0 is not proven stopped on oss00 (*) (P1); way out: *halo fence oss00 (not fenced, F2: oss00 has not been connected since the manager started)");
            await load.GoesOnAsync(target);
            Assert.Equal(0, laboratory.StartsOn("oss01", "pool0"));

            await laboratory.DoWithHaloAsync("fence", "oss00", "--reason", "it is cut off");
            await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
            await load.GoesOnAsync(target);
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss00 stage=intent by=root comment=\"it is cut off\"",
                "event=fence object=oss00 stage=done by=root",
                "event=start object=pool0 comment=\"on oss01: ");
        });

    private static Task IsSilentAsync(Laboratory laboratory) => FailoverMoment.ReachedAsync(
        "oss00 is silent", async () => (await laboratory.StatusAsync()).Host("oss00").Paths.All(path => !path.Up));

    private static bool IsFenced(Laboratory laboratory) => FailoverMoment.IsLogged(laboratory, "stage=done");
}
