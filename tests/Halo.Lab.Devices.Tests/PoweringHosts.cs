using Halo.Agents.Fencing;
using Halo.Lab.Devices.Tests.Harness;

namespace Halo.Lab.Devices.Tests;

public sealed class PoweringHosts
{
    [FenceTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task The_distributions_agent_powers_a_host_off_and_on(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);

        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.Host, FenceVerb.Status);
        _ = await lab.AnswersAsync(FenceAnswerKind.Succeeded, FenceLab.Host, FenceVerb.Off);
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOff, FenceLab.Host, FenceVerb.Status);
        Assert.False(lab.HasPower(FenceLab.Host));
        Assert.True(lab.HasPower(FenceLab.OtherHost));

        _ = await lab.AnswersAsync(FenceAnswerKind.Succeeded, FenceLab.Host, FenceVerb.Off);
        _ = await lab.AnswersAsync(FenceAnswerKind.Succeeded, FenceLab.Host, FenceVerb.On);
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.Host, FenceVerb.Status);
        Assert.True(lab.HasPower(FenceLab.Host));
    }

    [FenceTheory]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task A_wrong_password_powers_nothing_off(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await File.WriteAllTextAsync(lab.SecretFile, "Sesam-oeffne-0");

        var off = await lab.AnswersAsync(FenceAnswerKind.Failed, FenceLab.Host, FenceVerb.Off);

        Assert.True(lab.HasPower(FenceLab.Host));
        Assert.DoesNotContain("Sesam", off.Reason, StringComparison.Ordinal);
    }
}
