using Halo.Agents.Fencing;
using Halo.Agents.Processes;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.Rules;
using Halo.Manager.Fencing;

namespace Halo.Manager.Tests;

public sealed class FenceDriverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("halo-fence-").FullName;
    private readonly RecordedInputs _engine = new();
    private static readonly HostRef Dead = new(0, 0);
    private static readonly HostRef Alive = new(1, 0);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("exit 2", PowerVerb.Status, PowerAnswer.Off)]
    [InlineData("exit 0", PowerVerb.Status, PowerAnswer.On)]
    [InlineData("exit 1", PowerVerb.Status, PowerAnswer.Failed)]
    [InlineData("exit 0", PowerVerb.Off, PowerAnswer.Done)]
    [InlineData("exit 0", PowerVerb.On, PowerAnswer.Done)]
    public async Task Tells_what_the_agent_says(string script, PowerVerb verb, PowerAnswer answer)
    {
        WriteAgent($"cat >/dev/null; {script}");

        var told = await CallAsync(verb);

        Assert.Equal((answer, 7L), (told.Answer, told.Call));
    }

    [Fact]
    public async Task Passes_the_hosts_name_and_its_parameters_on()
    {
        WriteAgent($"cat >{_folder}/seen; exit 0");

        await CallAsync(PowerVerb.Off);

        var seen = await File.ReadAllLinesAsync($"{_folder}/seen");
        Assert.Contains("ip=oss00-bmc", seen);
        Assert.Contains("action=off", seen);
    }

    [Fact]
    public async Task Tells_why_a_call_has_failed()
    {
        WriteAgent("echo 'no route to the BMC' >&2; exit 1");

        Assert.Contains("no route to the BMC", (await CallAsync(PowerVerb.Status)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_a_failed_call_that_says_what_to_do() =>
        Assert.Contains("install the fence agent", (await CallAsync(PowerVerb.Off)).Why, StringComparison.Ordinal);

    /// <summary>As after a power failure: BMCs are dead by the hundred, and a host is to be fenced all the same.</summary>
    [Fact]
    public async Task A_fence_does_not_wait_for_questions_to_dead_BMCs()
    {
        WriteAgent("grep -q ip=oss00-bmc && exec sleep 300; exit 2");
        using var stop = new CancellationTokenSource();
        using var driver = NewDriver();
        var questions = Enumerable.Range(0, 100).Select(i => driver.DoAsync(Call(Dead, PowerVerb.Status, i), stop.Token)).ToList();

        var fence = Call(Alive, PowerVerb.Status, 7) with { BelongsToFence = true };
        await Eventually.EndsAsync(driver.DoAsync(fence, stop.Token));

        Assert.Equal(PowerAnswer.Off, (await _engine.NextAsync<PowerAnswered>()).Answer);
        Assert.DoesNotContain(questions, question => question.IsCompleted);
        await stop.CancelAsync();
        await Eventually.EndsAsync(Task.WhenAll(questions));
    }

    private async Task<PowerAnswered> CallAsync(PowerVerb verb)
    {
        using var driver = NewDriver();
        await driver.DoAsync(Call(Dead, verb, 7), CancellationToken.None);
        return await _engine.NextAsync<PowerAnswered>();
    }

    private static CallFenceAgent Call(HostRef host, PowerVerb verb, long number) =>
        new() { Host = host, Call = number, Verb = verb, Reason = new Reason(RuleId.F8, "test") };

    private FenceDriver NewDriver() => new(
        ClusterConfig.Create(Settings.Default, [Host("oss00"), Host("oss01")], [], []),
        new FenceAgents(new FencePath(_folder), new ProcessRunner(TimeProvider.System, new ProcessTable()), TimeProvider.System),
        _engine);

    private static HostConfig Host(string name) =>
        new() { Id = name, Name = name, Addresses = [name], FenceAgent = "test", FenceParameters = [new("ip", $"{name}-bmc")] };

    private void WriteAgent(string script)
    {
        var path = $"{_folder}/fence_test";
        File.WriteAllText(path, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
