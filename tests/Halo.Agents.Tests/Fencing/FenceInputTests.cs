using Halo.Agents.Fencing;

namespace Halo.Agents.Tests.Fencing;

public sealed class FenceInputTests : IDisposable
{
    private readonly FakeAgents _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task The_files_parameters_go_through_as_they_are_and_the_action_comes_last()
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call(
            "test", FenceVerb.Off, ("ip", "oss00-bmc"), ("ssl-insecure", "1"), ("password", " a=b#\"ä\" "), ("empty", "")));

        Assert.Equal(
            ["ip=oss00-bmc", "ssl-insecure=1", "password= a=b#\"ä\" ", "empty=", "delay=0", "power_wait=0", "action=off"], lines);
    }

    [Theory]
    [InlineData(FenceVerb.Off, "action=off")]
    [InlineData(FenceVerb.On, "action=on")]
    [InlineData(FenceVerb.Status, "action=status")]
    public async Task The_action_is_the_verb(FenceVerb verb, string line)
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call("test", verb));

        Assert.Equal(["delay=0", "power_wait=0", line], lines);
    }

    [Fact]
    public void A_verb_that_nobody_has_set_does_not_power_off() => Assert.Equal(FenceVerb.Status, default);

    [Fact]
    public async Task Powerman_is_told_where_it_is_and_which_plug()
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call("powerman", FenceVerb.Off));

        Assert.Equal(["delay=0", "power_wait=0", "ip=localhost", "plug=oss00", "action=off"], lines);
    }

    [Fact]
    public async Task Ipmilan_is_told_to_speak_IPMI_2()
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call("ipmilan", FenceVerb.Status, ("ip", "oss00-bmc")));

        Assert.Equal(["ip=oss00-bmc", "delay=0", "power_wait=0", "lanplus=1", "action=status"], lines);
    }

    [Theory]
    [InlineData("ip", "plug")]
    [InlineData("ipaddr", "port")]
    public async Task What_the_file_says_is_not_filled_in_whichever_name_it_uses(string ip, string plug)
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call(
            "powerman", FenceVerb.Off, (ip, "pm"), (plug, "7"), ("power-wait", "5"), ("delay", "1")));

        Assert.Equal([$"{ip}=pm", $"{plug}=7", "power-wait=5", "delay=1", "action=off"], lines);
    }

    [Fact]
    public async Task The_file_may_turn_IPMI_2_off()
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call("ipmilan", FenceVerb.Status, ("lanplus", "0")));

        Assert.Equal(["lanplus=0", "delay=0", "power_wait=0", "action=status"], lines);
    }

    [Fact]
    public async Task An_action_or_a_nodename_in_the_file_is_not_sent()
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call(
            "test", FenceVerb.Status, ("action", "reboot"), ("nodename", "oss00")));

        Assert.Equal(["delay=0", "power_wait=0", "action=status"], lines);
    }

    [Theory]
    [InlineData("x\naction=reboot")]
    [InlineData("x\raction=reboot")]
    [InlineData("x\0")]
    public async Task A_value_with_a_line_break_is_refused_and_not_shown(string value)
    {
        var answer = await CallAsync(("ip", "a"), ("cmd_prompt", value));

        Assert.Equal(
            new FenceAnswer(
                FenceAnswerKind.Failed, "the fence parameter cmd_prompt has a line break or another control character in its value"),
            answer);
        Assert.False(_fake.WasCalled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a=b")]
    [InlineData("a\naction")]
    [InlineData("#a")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        var answer = await CallAsync((name, "reboot"));

        Assert.Equal(
            new FenceAnswer(FenceAnswerKind.Failed, "a fence parameter's name may have letters, digits, '_' and '-' only"), answer);
        Assert.False(_fake.WasCalled);
    }

    [Fact]
    public async Task A_host_name_cannot_smuggle_in_a_line()
    {
        _ = _fake.Install("powerman", "exit 0");
        var call = FakeAgents.Call("powerman", FenceVerb.Off) with { HostName = "oss00\naction=reboot" };

        Assert.Equal(FenceAnswerKind.Failed, (await _fake.Agents.CallAsync(call, default)).Kind);
        Assert.False(_fake.WasCalled);
    }

    private Task<FenceAnswer> CallAsync(params (string Name, string Value)[] parameters)
    {
        _ = _fake.Install("test", "exit 0");
        return _fake.Agents.CallAsync(FakeAgents.Call("test", FenceVerb.Off, parameters), default);
    }
}
