using Halo.Agents.Fencing;
using Halo.Agents.Processes;
using Halo.Lab.Devices.Tests.Harness;

namespace Halo.Lab.Devices.Tests;

public sealed class ManagingDevices
{
    [FenceFact]
    public async Task Status_tells_the_kind_and_every_hosts_fault()
    {
        await using var lab = await FenceLab.StartAsync("ipmilan");
        await lab.SetAsync(FenceLab.OtherHost, "slow", "7");

        Assert.Equal("ipmilan\noss00 10.79.0.110 ok\noss01 10.79.0.111 slow 7\n", await lab.DevicesAsync("status"));
    }

    [FenceFact]
    public async Task Devices_that_run_are_not_started_twice()
    {
        await using var lab = await FenceLab.StartAsync("ipmilan");

        Refused(await lab.TryDevicesAsync("start", "redfish"), 1, "run already");
    }

    [FenceFact]
    public async Task Stopped_devices_can_be_stopped_again_and_started_as_another_kind()
    {
        await using var lab = await FenceLab.StartAsync("ipmilan");
        await lab.SetAsync(FenceLab.Host, "fail");

        _ = await lab.DevicesAsync("stop");
        _ = await lab.DevicesAsync("stop");
        Assert.Empty(lab.Processes());
        Refused(await lab.TryDevicesAsync("status"), 1, "no fence devices run");
        _ = await lab.DevicesAsync("start", "redfish");

        Assert.StartsWith("redfish\noss00 10.79.0.110 ok\n", await lab.DevicesAsync("status"), StringComparison.Ordinal);
    }

    [FenceFact]
    public async Task Two_labs_with_the_same_addresses_do_not_meet()
    {
        await using var lab = await FenceLab.StartAsync("powerman");
        await using (var other = await FenceLab.StartAsync("powerman"))
        {
            _ = await other.AnswersAsync(FenceAnswerKind.Succeeded, FenceLab.Host, FenceVerb.Off);
        }

        _ = await lab.AnswersAsync(FenceAnswerKind.PowerIsOn, FenceLab.Host, FenceVerb.Status);
    }

    [FenceTheory]
    [InlineData("there is no kind \"snmp\"", "start", "snmp")]
    [InlineData("say one of", "begin")]
    [InlineData("there is no host \"oss09\"", "set", "oss09", "ok")]
    [InlineData("there is no fault \"broken\"", "set", "oss00", "broken")]
    [InlineData("there is no fault \"slow\"", "set", "oss00", "slow")]
    [InlineData("not \"0\"", "set", "oss00", "slow", "0")]
    [InlineData("not \"601\"", "set", "oss00", "slow", "601")]
    public async Task What_cannot_be_understood_is_refused_in_one_sentence(string sentence, params string[] arguments)
    {
        await using var lab = await FenceLab.CreateAsync();

        Refused(await lab.TryDevicesAsync(arguments), 64, sentence);
    }

    private static void Refused(ProcessResult result, int status, string sentence)
    {
        Assert.Equal(new ProcessEnd.Exited(status), result.End);
        Assert.StartsWith("devices: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Error.TrimEnd('\n'));
    }
}
