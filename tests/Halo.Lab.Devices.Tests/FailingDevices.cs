using Halo.Agents.Fencing;
using Halo.Lab.Devices.Tests.Harness;

namespace Halo.Lab.Devices.Tests;

public sealed class FailingDevices
{
    [FenceTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task A_failing_device_answers_with_errors_until_it_is_well(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await lab.SetAsync(FenceLab.Host, "fail");

        _ = await lab.AnswersAsync(FenceAnswerKind.Failed, FenceLab.Host, FenceVerb.Status);
        _ = await lab.AnswersAsync(FenceAnswerKind.Failed, FenceLab.Host, FenceVerb.Off);
        Assert.True(lab.HasPower(FenceLab.Host));
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.OtherHost, FenceVerb.Status);

        await lab.SetAsync(FenceLab.Host, "ok");
        _ = await lab.AnswersAsync(FenceAnswerKind.Succeeded, FenceLab.Host, FenceVerb.Off);
        Assert.False(lab.HasPower(FenceLab.Host));
    }
}
