using System.Diagnostics;
using System.Globalization;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly Scripts _scripts = new();
    private readonly ProcessRunner _runner = new(TimeProvider.System, new ProcessTable());

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Reports_the_exit_code_and_both_streams()
    {
        var result = await RunAsync("echo out; echo err >&2; exit 7");

        Assert.Equal(new ProcessEnd.Exited(7), result.End);
        Assert.Equal("out\n", result.Output);
        Assert.Equal("err\n", result.Error);
    }

    [Fact]
    public async Task Gives_the_child_exactly_the_environment_it_was_told()
    {
        var result = await RunAsync(_scripts.Bash("exec /usr/bin/env"), new() { ["A"] = "ä\n=", ["B"] = "" });

        string[] lines = [.. result.Output.Split('\n').Order(StringComparer.Ordinal)];
        Assert.Contains("A=ä", lines);
        Assert.Contains("B=", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("HOME=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Passes_arguments_as_they_are()
    {
        var result = await _runner.RunAsync(
            Spec(_scripts.Bash("printf '%s|' \"$@\"")) with { Arguments = ["a b", "", "$HOME"] }, null, default);

        Assert.Equal("a b||$HOME|", result.Output);
    }

    [Fact]
    public async Task Feeds_standard_input()
    {
        var result = await _runner.RunAsync(
            Spec(_scripts.Bash("cat")) with { StandardInput = "action=off\nplug=ä\n" }, null, default);

        Assert.Equal("action=off\nplug=ä\n", result.Output);
    }

    [Fact]
    public async Task Does_not_mind_a_child_that_reads_nothing()
    {
        var result = await _runner.RunAsync(
            Spec(_scripts.Bash("exit 3")) with { StandardInput = new string('x', 1_000_000) }, null, default);

        Assert.Equal(new ProcessEnd.Exited(3), result.End);
    }

    [Fact]
    public async Task Standard_input_is_at_its_end_when_none_is_given()
    {
        var result = await RunAsync("read line; echo $?");

        Assert.Equal("1\n", result.Output);
    }

    [Fact]
    public async Task Tells_a_death_by_signal_from_an_exit()
    {
        var result = await RunAsync("kill -SEGV $$");

        Assert.Equal(new ProcessEnd.Signaled(11), result.End);
    }

    [Fact]
    public async Task The_child_has_default_signals_and_none_blocked()
    {
        var result = await RunAsync("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f2");

        // The C library keeps 32 and 33 for itself and does not let anybody set them.
        Assert.All(
            result.Output.Trim().Split('\n'),
            mask => Assert.Equal(0UL, ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ~0x180000000UL));
    }

    [Fact]
    public async Task The_child_leads_its_own_session()
    {
        var result = await RunAsync("echo $$ $(cut -d' ' -f5,6 /proc/$$/stat)");

        Assert.Equal($"{result.Pid} {result.Pid} {result.Pid}\n", result.Output);
    }

    [Fact]
    public async Task The_child_has_only_the_three_standard_descriptors()
    {
        var result = await RunAsync("ls /proc/$$/fd");

        // 255 is where bash itself keeps the script.
        Assert.Equal("0\n1\n2\n255\n", result.Output);
    }

    [Fact]
    public async Task Keeps_the_beginning_and_the_end_of_megabytes_of_output()
    {
        var result = await RunAsync("echo first; seq 1 400000; echo last; echo err >&2; exit 1");

        Assert.Equal(new ProcessEnd.Exited(1), result.End);
        Assert.StartsWith("first\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("400000\nlast\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("bytes left out", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 60_000, 70_000);
        Assert.Equal("err\n", result.Error);
    }

    [Theory]
    [InlineData("sleep 30 & echo done; exit 0")]
    [InlineData("setsid sleep 30 & echo done; exit 0")]
    public async Task A_background_process_that_holds_the_output_does_not_hold_up_the_answer(string body)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await RunAsync(body + " # " + Guid.NewGuid());

        Assert.Equal(new ProcessEnd.Exited(0), result.End);
        Assert.Equal("done\n", result.Output);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_a_child_wrote_is_read_however_late_its_end_is_seen()
    {
        // No time at all for output that is still on its way, as on a machine that is too busy to let the readers run.
        var runner = new ProcessRunner(new FastTime(10_000), new ProcessTable());
        var spec = Spec(_scripts.Bash("echo out; echo reason >&2")) with { Deadline = TimeSpan.FromDays(10) };

        for (var i = 0; i < 200; i++)
        {
            var result = await runner.RunAsync(spec, null, default);

            Assert.Equal((new ProcessEnd.Exited(0), "out\n", "reason\n"), (result.End, result.Output, result.Error));
        }
    }

    [Fact]
    public async Task A_child_that_hangs_is_ended_at_its_deadline_with_all_its_group()
    {
        var result = await RunAsync("sleep 60 & sleep 60", deadline: 0.2);

        Assert.Equal(new ProcessEnd.TimedOut(), result.End);
        Assert.Empty(result.Left);
        Assert.Empty(new ProcessTable().InSession(result.Pid)!);
    }

    [Fact]
    public async Task A_child_that_ignores_TERM_is_killed_after_the_grace()
    {
        var result = await RunAsync("trap '' TERM; echo ready; while :; do sleep 1; done", deadline: 0.3, grace: 0.2);

        Assert.Equal(new ProcessEnd.TimedOut(), result.End);
        Assert.Equal("ready\n", result.Output);
        Assert.Empty(new ProcessTable().InSession(result.Pid)!);
        Assert.InRange(result.Ran.TotalSeconds, 0.5, 10);
    }

    [Fact]
    public async Task A_group_that_a_shell_with_job_control_makes_is_ended_too()
    {
        var result = await RunAsync("set -m; sleep 60 & wait", deadline: 0.3);

        Assert.Empty(new ProcessTable().InSession(result.Pid)!);
    }

    [Fact]
    public async Task A_child_has_time_to_clean_up_after_TERM()
    {
        var result = await RunAsync("trap 'echo cleaned; exit 0' TERM; echo up; sleep 60 & wait", deadline: 0.3);

        Assert.Equal(new ProcessEnd.TimedOut(), result.End);
        Assert.Equal("up\ncleaned\n", result.Output);
    }

    [Fact]
    public async Task What_cannot_be_killed_is_reported_after_a_bounded_wait()
    {
        var table = new UnkillableTable();
        var runner = new ProcessRunner(TimeProvider.System, table);

        var result = await runner.RunAsync(
            Spec(_scripts.Bash("exec sleep 60")) with { Deadline = TimeSpan.FromSeconds(0.1), KillGrace = TimeSpan.FromSeconds(0.1) },
            null,
            default);

        Assert.Equal(new ProcessEnd.TimedOut(), result.End);
        Assert.Equal('D', Assert.Single(result.Left).State);
        Assert.Equal([15, 9], table.Signals);
    }

    [Theory]
    [InlineData("no such file", null, true)]
    [InlineData("no permission", "#!/bin/bash\n", false)]
    [InlineData("no interpreter", "#!/no/such/shell\n", true)]
    [InlineData("not a program", "\u0001\u0002\u0003", true)]
    public async Task What_cannot_run_is_not_started_and_says_why(string name, string? text, bool executable)
    {
        var path = text is null ? Path.Combine(_scripts.Folder, name) : _scripts.Write(name, text, executable);

        var result = await _runner.RunAsync(Spec(path), null, default);

        var end = Assert.IsType<ProcessEnd.NotStarted>(result.End);
        Assert.StartsWith($"cannot run {path}: ", end.Reason, StringComparison.Ordinal);
        Assert.Equal(0, result.Pid);
    }

    [Fact]
    public async Task An_environment_that_is_too_large_is_not_started()
    {
        var result = await RunAsync(_scripts.Bash("exit 0"), new() { ["A"] = new string('x', 200_000) });

        Assert.Contains("Argument list too long", Assert.IsType<ProcessEnd.NotStarted>(result.End).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_kills_the_group()
    {
        using var cancel = new CancellationTokenSource();
        var pid = 0;
        var run = _runner.RunAsync(
            Spec(_scripts.Bash("trap '' TERM; sleep 60 & sleep 60")), started => pid = started, cancel.Token);
        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.IsTrueAsync(() => new ProcessTable().InSession(pid) is { Count: 0 });
    }

    [Fact]
    public async Task No_zombie_is_left()
    {
        var result = await RunAsync("exit 0");

        await Eventually.IsTrueAsync(() => !Directory.Exists($"/proc/{result.Pid}"));
    }

    [Fact]
    public async Task Many_children_that_hang_take_no_threads()
    {
        var path = _scripts.Bash("exec sleep 1");
        var before = ThreadPool.ThreadCount;
        Task<ProcessResult>[] runs = [.. Enumerable.Range(0, 100).Select(_ => _runner.RunAsync(Spec(path), null, default))];
        var results = await Task.WhenAll(runs);

        Assert.All(results, result => Assert.Equal(new ProcessEnd.Exited(0), result.End));
        Assert.InRange(ThreadPool.ThreadCount, 0, before + 20);
    }

    [Fact]
    public async Task A_child_that_survives_us_has_a_keeper_for_its_pipes_while_it_runs()
    {
        var go = Path.Combine(_scripts.Folder, "go");
        var path = _scripts.Bash($"until [ -e {go} ]; do sleep 0.05; done; echo end");
        var keepers = new Dictionary<string, string> { ["HALO_KEEPER"] = go };
        var pid = 0;
        var run = _runner.RunAsync(Spec(path) with { KeeperEnvironment = keepers }, started => pid = started, default);
        var pipe = new FileInfo($"/proc/{pid}/fd/1").LinkTarget!;
        int[] holders = [.. Holders(pipe).Where(holder => holder != pid && holder != Environment.ProcessId)];
        var environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(holders)}/environ");
        await File.WriteAllTextAsync(go, "");
        var result = await run;

        Assert.Equal($"HALO_KEEPER={go}\0", environment);
        Assert.Equal("end\n", result.Output);
        await Eventually.IsTrueAsync(() => !Holders(pipe).Any());
    }

    private static IEnumerable<int> Holders(string pipe) => new ProcessTable().All()!
        .Where(process => process.Name == "sleep" && new FileInfo($"/proc/{process.Pid}/fd/1").LinkTarget == pipe)
        .Where(process => process.Session == process.Pid)
        .Select(process => process.Pid);

    private static ProcessSpec Spec(string path) => new()
    {
        Path = path,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
        Deadline = TimeSpan.FromSeconds(20),
    };

    private Task<ProcessResult> RunAsync(string body, double deadline = 20, double grace = 5) => _runner.RunAsync(
        Spec(_scripts.Bash(body)) with { Deadline = TimeSpan.FromSeconds(deadline), KillGrace = TimeSpan.FromSeconds(grace) },
        null,
        default);

    private Task<ProcessResult> RunAsync(string path, Dictionary<string, string> environment) =>
        _runner.RunAsync(Spec(path) with { Environment = environment }, null, default);

    /// <summary>A machine where every session has a process in uninterruptible sleep. The real child gets the signals.</summary>
    private sealed class UnkillableTable : IProcessTable
    {
        private readonly ProcessTable _real = new();
        private int _session;

        internal List<int> Signals { get; } = [];

        public IReadOnlyList<ProcessEntry>? All() => [new(4_000_000, "mount", 'D', _session, _session, 1)];

        public StartMark? WasStartedWith(int pid, string variable) => StartMark.Absent;

        public IReadOnlyList<string>? CommandLine(int pid) => _real.CommandLine(pid);

        public IReadOnlyDictionary<string, string>? Variables(int pid) => _real.Variables(pid);

        public string WaitChannel(int pid) => "rpc_wait_bit_killable";

        public string KernelStack(int pid) => "";

        public bool SignalSession(int session, int signal)
        {
            _session = session;
            Signals.Add(signal);
            return _real.SignalSession(session, signal);
        }
    }
}
