using Halo.Agents.Fencing;
using Halo.Lab.Devices.Tests.Harness;

namespace Halo.Lab.Devices.Tests;

public sealed class MuteDevices
{
    [FenceTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task A_device_that_swallows_packets_holds_an_agent_no_longer_than_its_deadline(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await lab.SetAsync(FenceLab.Host, "mute");

        var off = await lab.CallAsync(FenceLab.Host, FenceVerb.Off, deadline: TimeSpan.FromSeconds(4));

        Assert.Equal(FenceAnswerKind.Failed, off.Kind);
        Assert.Contains("did not end within 4 s", off.Reason, StringComparison.Ordinal);
        Assert.True(lab.HasPower(FenceLab.Host));
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.OtherHost, FenceVerb.Status);

        await lab.SetAsync(FenceLab.Host, "ok");
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.Host, FenceVerb.Status);
    }
}
