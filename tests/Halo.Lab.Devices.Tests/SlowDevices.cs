using System.Diagnostics;
using Halo.Agents.Fencing;
using Halo.Lab.Devices.Tests.Harness;

namespace Halo.Lab.Devices.Tests;

public sealed class SlowDevices
{
    [FenceTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task A_slow_device_leaves_the_host_on_for_a_while_and_then_powers_it_off(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await lab.SetAsync(FenceLab.Host, "slow", "3");
        var took = Stopwatch.StartNew();

        _ = await lab.AnswersAsync(FenceAnswerKind.Succeeded, FenceLab.Host, FenceVerb.Off);

        Assert.InRange(took.Elapsed, TimeSpan.FromSeconds(3), FenceCall.DefaultDeadline);
        Assert.False(lab.HasPower(FenceLab.Host));
    }

    [FenceTheory]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task A_BMC_says_that_it_could_before_the_power_is_off(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await lab.SetAsync(FenceLab.Host, "slow", "600");

        var off = await lab.AnswersAsync(FenceAnswerKind.Failed, FenceLab.Host, FenceVerb.Off, powerTimeout: 1);

        Assert.Contains("Timed out waiting to power OFF", off.Reason, StringComparison.Ordinal);
        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.Host, FenceVerb.Status);
    }

    [FenceTheory]
    [InlineData("powerman")]
    [InlineData("ipmilan")]
    [InlineData("redfish")]
    public async Task What_a_stopped_device_had_in_mind_does_not_happen(string kind)
    {
        await using var lab = await FenceLab.StartAsync(kind);
        await lab.SetAsync(FenceLab.Host, "slow", "600");
        _ = await lab.CallAsync(FenceLab.Host, FenceVerb.Off, powerTimeout: 1, deadline: TimeSpan.FromSeconds(5));
        Assert.NotEmpty(lab.Processes());

        _ = await lab.DevicesAsync("stop");

        Assert.Empty(lab.Processes());
        Assert.True(lab.HasPower(FenceLab.Host));
    }
}
