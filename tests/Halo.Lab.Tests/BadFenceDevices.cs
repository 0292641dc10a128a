using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

// H31. A fence that fails takes a minute: each of these has a class of its own, because only classes run side by side.

/// <summary>Power controllers behind powermand that fail, and that lie.</summary>
public sealed class BadPowerControllers
{
    [LabFact]
    public Task Start_nothing_until_they_are_mended_or_somebody_pulls_the_plug() => BadFenceDevices.PlayAsync("powerman", "fail", "lie");
}

/// <summary>BMCs that answer nothing to IPMI, and that fail.</summary>
public sealed class BadBmcs
{
    [LabFact]
    public Task Start_nothing_until_they_are_mended_or_somebody_pulls_the_plug() => BadFenceDevices.PlayAsync("ipmilan", "mute", "fail");
}

/// <summary>Redfish services that lie, and that answer nothing.</summary>
public sealed class BadRedfishServices
{
    [LabFact]
    public Task Start_nothing_until_they_are_mended_or_somebody_pulls_the_plug() => BadFenceDevices.PlayAsync("redfish", "lie", "mute");
}

/// <summary>Devices that take their time.</summary>
public sealed class SlowFenceDevices
{
    private const int Seconds = 10;

    /// <summary>A power controller answers when the power is off, a BMC long before; and its agent asks it then until it is.</summary>
    [LabTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    public Task Are_waited_for(string kind) => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs"], Fence = kind, Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();
            await laboratory.DeviceAsync("oss00", "slow", $"{Seconds}");
            await laboratory.CutAsync("oss00");

            await Story.StatusSaysAsync(
                laboratory,
                "Disconnected hosts: oss00",
                "Being fenced: oss00",
                "About hosts: oss00: being fenced (by halo): its fence agent powers it off; no answer from 10.7*",
                "pool0: pool0 is not proven stopped on oss00 (*) (P1); way out: HALO goes on when oss00 is verified off");
            Assert.True(laboratory.HasPower("oss00"));
            await load.GoesOnAsync(target);
            await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
            await load.GoesOnAsync(target);
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss00 stage=intent comment=\"oss00 is lost: no answer from 10.7*(F1)\"",
                "event=fence object=oss00 stage=done comment=\"verified off\"",
                "event=start object=pool0 comment=\"on oss01: oss01 is the first eligible host (P3)\"");
            await Story.StatusSaysAsync(laboratory, "ost0 (lustre/Lustre): Running (Failed Over) on oss01", "Fenced hosts: oss00", "Powered off hosts: oss00");
        });
}

/// <summary>What all bad devices have in common.</summary>
internal static class BadFenceDevices
{
    /// <summary>A minute of asking for the power, half a minute between two questions later, and a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <summary>
    /// Two hosts of two pairs are cut off, and their devices have a fault each. Both fences fail and are not repeated, and the hosts go on serving:
    /// nothing is started elsewhere. Then the first one's device is mended and the administrator has it fenced; the second one's plug is pulled.
    /// </summary>
    public static Task PlayAsync(string kind, string fault, string otherFault) => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs", "zfs"], Fence = kind, Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var targets = laboratory.Plan.Targets.ToList();
            await laboratory.DeviceAsync("oss00", fault);
            await laboratory.DeviceAsync("oss02", otherFault);
            await laboratory.CutAsync("oss00");
            await laboratory.CutAsync("oss02");

            await FailsAsync(laboratory, "oss00", ReasonOf(fault));
            await FailsAsync(laboratory, "oss02", ReasonOf(otherFault));
            await load.GoesOnAsync(targets[0]);
            await load.GoesOnAsync(targets[2]);
            Assert.Equal(0, laboratory.StartsOn("oss01", "pool0"));
            Assert.Equal(0, laboratory.StartsOn("oss03", "pool2"));

            await laboratory.DeviceAsync("oss00", "ok");
            await laboratory.DoWithHaloAsync("fence", "oss00", "--force", "--reason", "its device is mended");
            await laboratory.RunsOnAsync("oss01", targets[0], targets[1]);
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss00 stage=intent comment=\"oss00 is lost: no answer from 10.7*(F1)\"",
                "event=fence object=oss00 stage=failed comment=\"oss00 could not be verified off within 60 s: ",
                "event=fence object=oss00 stage=intent by=root comment=\"its device is mended\"",
                "event=fence object=oss00 stage=done by=root",
                "event=start object=pool0 comment=\"on oss01: oss01 is the first eligible host (P3)\"");

            await laboratory.PowerCutAsync("oss02");
            if (otherFault is not "lie")
            {
                // Until it can say so, nobody knows that the host has no power.
                await laboratory.DeviceAsync("oss02", "ok");
            }

            await Eventually.BecomesTrueAsync("HALO sees that, and starts pool2", () => laboratory.StartsOn("oss03", "pool2") == 1, Patience);
            await laboratory.RunsOnAsync("oss03", targets[2], targets[3]);
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss02 stage=failed comment=\"oss02 could not be verified off within 60 s: ",
                "event=power object=oss02 comment=\"verified off\"",
                "event=start object=pool2 comment=\"on oss03: oss03 is the first eligible host (P3)\"");
            Assert.Single(laboratory.StateLog(), line => line.Contains("\toss02\t", StringComparison.Ordinal) && line.Contains("stage=intent", StringComparison.Ordinal));
        });

    /// <summary>Waits until the fence has failed and the way out of it is told.</summary>
    private static async Task FailsAsync(Laboratory laboratory, string host, string reason)
    {
        var group = laboratory.Plan.Targets.Single(target => string.Equals(target.Home, host, StringComparison.Ordinal)).Root;
        await laboratory.StatusShowsAsync($"the fence of {host} has failed", status => status.Host(host) is { Fenced: true, Fencing: null, Power: not "off" }, Patience);
        await laboratory.StatusShowsAsync($"{group} waits and the way out is told", status =>
            status.WaitOf(group) is var wait && wait.Contains("F4", StringComparison.Ordinal)
            && wait.Contains($"power {host} off by hand", StringComparison.Ordinal) && wait.Contains($"halo fence {host} --force", StringComparison.Ordinal));
        Assert.Matches($"(?m)^About hosts:.*{host}: .*could not be verified off within 60 s: .*{reason}", await laboratory.DoWithHaloAsync("status"));
        Assert.True(await laboratory.HasPowerAsync(host));
    }

    /// <summary>Part of what HALO says about it.</summary>
    private static string ReasonOf(string fault) => fault is "lie" ? "its power status is ON" : "failed: ";
}
