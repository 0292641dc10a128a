using System.Diagnostics;
using System.Globalization;
using Halo.Agents.Fencing;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Fencing;

public sealed class FenceAgentsTests : IDisposable
{
    private readonly FakeAgents _fake = new();

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData(FenceVerb.Status, "echo Status: ON; exit 0", FenceAnswerKind.PowerIsOn, "fence_test says that oss00 is on")]
    [InlineData(FenceVerb.Status, "echo Status: OFF; exit 2", FenceAnswerKind.PowerIsOff, "fence_test says that oss00 is off")]
    [InlineData(FenceVerb.Status, "exit 2", FenceAnswerKind.PowerIsOff, "fence_test says that oss00 is off")]
    [InlineData(
        FenceVerb.Status, "exit 1", FenceAnswerKind.Failed, "fence_test could not tell the power status of oss00 (exit status 1)")]
    [InlineData(
        FenceVerb.Status, "exit 3", FenceAnswerKind.Failed, "fence_test could not tell the power status of oss00 (exit status 3)")]
    [InlineData(FenceVerb.Off, "exit 0", FenceAnswerKind.Succeeded, "fence_test says that it could power oss00 off")]
    [InlineData(FenceVerb.Off, "exit 1", FenceAnswerKind.Failed, "fence_test could not power oss00 off (exit status 1)")]
    [InlineData(FenceVerb.Off, "exit 2", FenceAnswerKind.Failed, "fence_test could not power oss00 off (exit status 2)")]
    [InlineData(FenceVerb.On, "exit 0", FenceAnswerKind.Succeeded, "fence_test says that it could power oss00 on")]
    [InlineData(FenceVerb.On, "exit 2", FenceAnswerKind.Failed, "fence_test could not power oss00 on (exit status 2)")]
    [InlineData(
        FenceVerb.Off, "kill -SEGV $$", FenceAnswerKind.Failed, "fence_test was ended by signal 11 when asked to power oss00 off")]
    public async Task The_exit_status_is_the_answer(FenceVerb verb, string body, FenceAnswerKind kind, string reason)
    {
        var answer = await CallAsync(verb, body);

        Assert.Equal(new FenceAnswer(kind, reason), answer);
    }

    [Fact]
    public async Task A_script_that_bash_does_not_understand_is_not_an_answer_of_off()
    {
        // bash exits with 2 here, which from an agent would mean OFF.
        var answer = await CallAsync(FenceVerb.Status, "if then");

        Assert.Equal(FenceAnswerKind.Failed, answer.Kind);
        Assert.StartsWith(
            "fence_test could not tell the power status of oss00 (exit status 2): ", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_that_names_the_script_does_not_spoil_an_answer_of_off()
    {
        var answer = await CallAsync(FenceVerb.Status, "echo \"$0:66: InsecureRequestWarning\" >&2; echo Status: OFF; exit 2");

        Assert.Equal(FenceAnswerKind.PowerIsOff, answer.Kind);
    }

    [Fact]
    public async Task An_agent_that_hangs_is_ended_at_the_deadline_with_all_it_started()
    {
        _ = _fake.Install("test", $"sleep 60 & echo $$ > {_fake.Folder}/pid; sleep 60");
        var call = FakeAgents.Call("test", FenceVerb.Off) with { Deadline = TimeSpan.FromSeconds(0.5) };

        var answer = await _fake.Agents.CallAsync(call, default);

        Assert.Equal(
            new FenceAnswer(FenceAnswerKind.Failed, "fence_test did not end within 0.5 s when asked to power oss00 off"), answer);
        var pid = int.Parse(await _fake.ReadAsync("pid"), CultureInfo.InvariantCulture);
        Assert.Empty(new ProcessTable().InSession(pid)!);
    }

    [Fact]
    public async Task A_background_process_that_holds_the_output_does_not_hold_up_the_answer()
    {
        var began = Stopwatch.GetTimestamp();

        var answer = await CallAsync(FenceVerb.Status, "sleep 15 & echo Status: OFF; exit 2");

        Assert.Equal(FenceAnswerKind.PowerIsOff, answer.Kind);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task A_call_ends_even_where_nobody_can_say_what_became_of_the_agent()
    {
        using var fake = new FakeAgents(new BlindTable());
        _ = fake.Install("test", "exec sleep 60");
        var call = FakeAgents.Call("test", FenceVerb.Status) with { Deadline = TimeSpan.FromSeconds(0.2) };

        var answer = await fake.Agents.CallAsync(call, default).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(
            "fence_test did not end within 0.2 s when asked to tell the power status of oss00, "
            + "and nobody knows whether it still runs",
            answer.Reason);
    }

    [Fact]
    public async Task Cancelling_a_call_kills_the_agent()
    {
        _ = _fake.Install("test", $"cd {_fake.Folder}; trap '' TERM; echo $$ > new; mv new pid; sleep 60");
        using var cancel = new CancellationTokenSource();
        var call = _fake.Agents.CallAsync(FakeAgents.Call("test", FenceVerb.Off), cancel.Token);
        await Eventually.IsTrueAsync(() => File.Exists($"{_fake.Folder}/pid"));
        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var pid = int.Parse(await _fake.ReadAsync("pid"), CultureInfo.InvariantCulture);
        await Eventually.IsTrueAsync(() => new ProcessTable().InSession(pid) is { Count: 0 });
    }

    [Fact]
    public async Task An_agent_gets_no_arguments_and_an_environment_of_its_own()
    {
        Environment.SetEnvironmentVariable("HALO_TEST_SECRET", "swordfish");
        _ = await CallAsync(FenceVerb.Status, "exit 0");
        Environment.SetEnvironmentVariable("HALO_TEST_SECRET", null);

        Assert.Equal("\n", await _fake.ReadAsync("arguments"));
        Assert.Equal(
            ["LANG=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            (await _fake.ReadAsync("environment")).TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_agent_that_is_not_installed_is_told_with_what_to_do()
    {
        var answer = await _fake.Agents.CallAsync(FakeAgents.Call("test", FenceVerb.Off), default);

        Assert.Equal(
            new FenceAnswer(
                FenceAnswerKind.Failed,
                $"there is no executable fence_test in {_fake.Folder}; "
                + "install the fence agent, or name its directory with --fence-path"),
            answer);
    }

    [Fact]
    public async Task An_agent_that_cannot_be_run_says_why()
    {
        var path = _fake.InstallAsIs("test", "#!/no/such/interpreter\n");

        var answer = await _fake.Agents.CallAsync(FakeAgents.Call("test", FenceVerb.Off), default);

        Assert.Equal(new FenceAnswer(FenceAnswerKind.Failed, $"cannot run {path}: No such file or directory"), answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../test")]
    [InlineData("x/../../fence_test")]
    [InlineData("/usr/sbin/fence_test")]
    [InlineData("test\n")]
    [InlineData("te st")]
    [InlineData("test\0")]
    [InlineData("..")]
    public async Task An_agents_name_leads_nowhere_else(string name)
    {
        _ = _fake.Install("test", "exit 0");
        _ = Directory.CreateDirectory($"{_fake.Folder}/fence_x");

        var answer = await _fake.Agents.CallAsync(FakeAgents.Call(name, FenceVerb.Off), default);

        Assert.Null(new FencePath(_fake.Folder).Find(name));
        Assert.Equal(
            new FenceAnswer(FenceAnswerKind.Failed, "a fence agent's name may have letters, digits, '_' and '-' only"), answer);
        Assert.False(_fake.WasCalled);
    }

    [Fact]
    public void Finds_the_first_executable_file_in_the_directories()
    {
        using var second = new FakeAgents();
        using var third = new FakeAgents();
        _ = Directory.CreateDirectory($"{_fake.Folder}/fence_test");
        _ = second.InstallAsIs("test", "#!/bin/bash\n", executable: false);
        var path = third.Install("test", "exit 0");
        var searchPath = $"/nowhere::{_fake.Folder}:{second.Folder}:{third.Folder}";

        Assert.Equal(path, new FencePath(searchPath).Find("test"));
    }

    [Fact]
    public void Does_not_search_relative_directories()
    {
        _ = _fake.Install("test", "exit 0");
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), _fake.Folder);

        Assert.Null(new FencePath(relative).Find("test"));
    }

    private Task<FenceAnswer> CallAsync(FenceVerb verb, string body)
    {
        _ = _fake.Install("test", body);
        return _fake.Agents.CallAsync(FakeAgents.Call("test", verb), default);
    }

    /// <summary>A machine without a descriptor left: its processes cannot be listed. The real child gets the signals.</summary>
    private sealed class BlindTable : IProcessTable
    {
        private readonly ProcessTable _real = new();

        public IReadOnlyList<ProcessEntry>? All() => null;

        public StartMark? WasStartedWith(int pid, string variable) => null;

        public IReadOnlyList<string>? CommandLine(int pid) => null;

        public IReadOnlyDictionary<string, string>? Variables(int pid) => null;

        public string WaitChannel(int pid) => "";

        public string KernelStack(int pid) => "";

        public bool SignalSession(int session, int signal)
        {
            _ = _real.SignalSession(session, signal);
            return true;
        }
    }
}
