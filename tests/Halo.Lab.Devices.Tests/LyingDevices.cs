using Halo.Agents.Fencing;
using Halo.Lab.Devices.Tests.Harness;

namespace Halo.Lab.Devices.Tests;

public sealed class LyingDevices
{
    [FenceTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task A_lying_device_takes_the_off_and_its_status_stays_on(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await lab.SetAsync(FenceLab.Host, "lie");

        var off = await lab.AnswersAsync(FenceAnswerKind.Failed, FenceLab.Host, FenceVerb.Off, powerTimeout: 1);

        // The device took it; it is the agent that waited in vain for the status.
        Assert.Contains("Timed out waiting to power OFF", off.Reason, StringComparison.Ordinal);
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.Host, FenceVerb.Status);
        Assert.True(lab.HasPower(FenceLab.Host));
    }
}
