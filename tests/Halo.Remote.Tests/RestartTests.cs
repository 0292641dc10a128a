using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly RemoteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_goes_on_without_its_remote_and_the_successor_waits_for_its_end(bool crash)
    {
        var start = await LeaveStartRunningAsync(
            "until [ -e $OCF_RESKEY_folder/go ]; do sleep 0.05; done; echo noise >&2; sleep 0.1; touch $OCF_RESKEY_folder/done", crash);
        await using var successor = await RunningRemote.StartAsync(_folder);
        var inFlight = Assert.Single((await successor.Client.HelloAsync()).InFlight);
        var monitor = successor.Client.MonitorAsync($"cat {_folder["done"]} && exit 0 || exit 7");
        var elsewhere = await successor.Client.MonitorAsync("exit 0", "res1");
        var answeredBefore = monitor.IsCompleted;
        await File.WriteAllTextAsync(_folder["go"], "");
        var lost = await successor.Client.AskAsync(start.Id);

        Assert.Equal((start.Id, AgentAction.Start, true), (inFlight.Id, inFlight.Action, inFlight.Inherited));
        Assert.InRange(inFlight.RunningSeconds, 0, 60);
        Assert.Equal(OperationState.Exited, elsewhere.State);
        Assert.False(answeredBefore);
        Assert.Equal(OperationState.OutcomeLost, lost.State);
        Assert.Empty(lost.LeftBehind);
        Assert.Equal(0, (await monitor).ExitCode);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task What_ended_without_a_remote_is_answered_as_lost()
    {
        var start = await LeaveStartRunningAsync("sleep 0.2; touch $OCF_RESKEY_folder/done", crash: true);
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["done"])));
        await using var successor = await RunningRemote.StartAsync(_folder);

        var lost = await successor.Client.AskAsync(start.Id);

        Assert.Equal(OperationState.OutcomeLost, lost.State);
        Assert.Equal("halo_remote was restarted during this start, and how it ended is lost", lost.Reason);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task The_deadline_of_an_inherited_operation_holds()
    {
        var start = await LeaveStartRunningAsync("sleep 60", crash: true, milliseconds: 1500);
        await using var successor = await RunningRemote.StartAsync(_folder);

        var ended = await successor.Client.AskAsync(start.Id);

        Assert.Equal(OperationState.TimedOut, ended.State);
        Assert.Equal("the agent did not end within 1.5 s and was killed", ended.Reason);
        Assert.Empty(ended.LeftBehind);
    }

    [Fact]
    public async Task Processes_whose_agent_has_ended_are_reported_and_not_killed()
    {
        var start = await LeaveStartRunningAsync(
            "sleep 60 & echo $! > $OCF_RESKEY_folder/daemon; sleep 0.2", crash: true, milliseconds: 1500);
        await using var successor = await RunningRemote.StartAsync(_folder);

        var lost = await successor.Client.AskAsync(start.Id);
        var kill = await successor.Client.MonitorAsync($"kill $(cat {_folder["daemon"]})");

        Assert.Equal(OperationState.OutcomeLost, lost.State);
        Assert.Equal("sleep", Assert.Single(lost.LeftBehind).Name);
        Assert.Equal(0, kill.ExitCode);
    }

    [Fact]
    public async Task A_record_without_a_process_id_is_found_by_its_mark()
    {
        var start = await LeaveStartRunningAsync("until [ -e $OCF_RESKEY_folder/go ]; do sleep 0.05; done", crash: true);
        var record = _folder.Records().Single();
        var text = await File.ReadAllTextAsync(record);
        await File.WriteAllTextAsync(record, text[..text.IndexOf("\"pid\"", StringComparison.Ordinal)] + "\"pid\":0}");
        await using var successor = await RunningRemote.StartAsync(_folder);
        var inFlight = Assert.Single((await successor.Client.HelloAsync()).InFlight);
        await File.WriteAllTextAsync(_folder["go"], "");

        Assert.Equal(start.Id, inFlight.Id);
        Assert.Equal(OperationState.OutcomeLost, (await successor.Client.AskAsync(start.Id)).State);
    }

    [Fact]
    public async Task Records_that_cannot_be_read_or_are_of_another_boot_are_removed()
    {
        _ = Directory.CreateDirectory(_folder.RuntimeDirectory);
        var good = """{"id":"a","resource":"r","action":"start","boot_id":"x","began_seconds":1,"deadline_seconds":2,"pid":1}""";
        string[] texts = ["", "{", "null", good, good.Replace("start", "dance"), new string(' ', 100_000)];
        for (var i = 0; i < texts.Length; i++)
        {
            await File.WriteAllTextAsync($"{_folder.RuntimeDirectory}/{i}.operation", texts[i]);
        }

        await using var remote = await RunningRemote.StartAsync(_folder);

        Assert.Empty((await remote.Client.HelloAsync()).InFlight);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_stays_and_keeps_the_remote_from_beginning()
    {
        _ = Directory.CreateDirectory(_folder.RuntimeDirectory);
        var record = $"{_folder.RuntimeDirectory}/a.operation";
        // Even root cannot read a link that leads to itself.
        _ = File.CreateSymbolicLink(record, record);

        (var status, var error) = await RemoteProcess.RunAsync(
            "--network", "127.9.9.6/32", "--runtime-dir", _folder.RuntimeDirectory, "--ocf-root", _folder.OcfRoot);

        Assert.Equal(1, status);
        Assert.StartsWith($"halo_remote: cannot read {record} (", error, StringComparison.Ordinal);
        Assert.EndsWith(
            "), which may tell of an operation that an earlier halo_remote left running; make it readable, or remove it when no " +
            "resource agent runs any more\n",
            error,
            StringComparison.Ordinal);
        Assert.Equal([record], _folder.Records());
    }

    [Fact]
    public async Task A_monitor_of_a_crashed_remote_is_waited_for()
    {
        var left = await LeaveMonitorRunningAsync("until [ -e $OCF_RESKEY_folder/go ]; do sleep 0.02; done; touch $OCF_RESKEY_folder/done");
        await using var successor = await RunningRemote.StartAsync(_folder);
        var inFlight = Assert.Single((await successor.Client.HelloAsync()).InFlight);
        var asked = successor.Client.Request(AgentAction.Monitor, $"[ -e {_folder["done"]} ] && exit 0 || exit 7");
        var monitor = successor.Client.RunAsync(asked);
        await Eventually.IsTrueAsync(() => successor.Client.HasArrivedAsync(asked));
        await File.WriteAllTextAsync(_folder["go"], "");
        var lost = await successor.Client.AskAsync(left.Id);

        Assert.Equal(
            (left.Id, "res0", AgentAction.Monitor, true),
            (inFlight.Id, inFlight.Resource, inFlight.Action, inFlight.Inherited));
        Assert.InRange(inFlight.RunningSeconds, 0, 60);
        Assert.Equal("halo_remote was restarted during this monitor, and how it ended is lost", lost.Reason);
        Assert.Equal(0, (await monitor).ExitCode);
    }

    [Fact]
    public async Task The_deadline_of_a_crashed_remotes_monitor_holds()
    {
        var left = await LeaveMonitorRunningAsync("sleep 60; exit 0", milliseconds: 1500);
        await using var successor = await RunningRemote.StartAsync(_folder);

        var ended = await successor.Client.AskAsync(left.Id);

        Assert.Equal(OperationState.TimedOut, ended.State);
        Assert.Equal("the agent did not end within 1.5 s and was killed", ended.Reason);
    }

    [Fact]
    public async Task What_a_monitor_has_started_is_not_taken_for_the_monitor()
    {
        _ = await LeaveMonitorRunningAsync("setsid bash -c 'echo $$ > $OCF_RESKEY_folder/daemon; exec sleep 60' & exit 0");
        await Eventually.IsTrueAsync(() => Task.FromResult(_folder.Lines("daemon").Length == 1));
        await using var successor = await RunningRemote.StartAsync(_folder);

        var inFlight = (await successor.Client.HelloAsync()).InFlight;
        var kill = await successor.Client.MonitorAsync($"kill $(cat {_folder["daemon"]})");

        Assert.Empty(inFlight);
        Assert.Equal(0, kill.ExitCode);
    }

    [Fact]
    public async Task The_monitors_of_another_remote_on_the_same_machine_are_its_own()
    {
        using var elsewhere = new RemoteFolder();
        await using var neighbour = await RunningRemote.StartAsync(elsewhere);
        var monitor = neighbour.Client.MonitorAsync($"touch {elsewhere["begun"]}; until [ -e {elsewhere["go"]} ]; do sleep 0.02; done");
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(elsewhere["begun"])));
        await using var remote = await RunningRemote.StartAsync(_folder);

        var inFlight = (await remote.Client.HelloAsync()).InFlight;
        await File.WriteAllTextAsync(elsewhere["go"], "");

        Assert.Empty(inFlight);
        Assert.Equal(0, (await monitor).ExitCode);
    }

    [Fact]
    public async Task Monitors_end_with_their_remote()
    {
        (var process, var client) = await RemoteProcess.StartAsync(_folder);
        using (process)
        using (client)
        {
            var monitor = client.PostAsync(
                client.Request(AgentAction.Monitor, $"echo $$ > {_folder["pid"]}; sleep 60; exit 0"));
            await Eventually.IsTrueAsync(() => Task.FromResult(_folder.Lines("pid").Length == 1));
            Assert.Equal(0, await process.StopAsync());
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(!Directory.Exists($"/proc/{_folder.Lines("pid")[0]}")));
    }

    /// <summary>A remote that begins a monitor and is killed; the monitor goes on.</summary>
    private async Task<OperationRequest> LeaveMonitorRunningAsync(string script, int milliseconds = 30_000)
    {
        (var process, var client) = await RemoteProcess.StartAsync(_folder);
        using (process)
        using (client)
        {
            var request = client.Request(AgentAction.Monitor, $"touch {_folder["begun"]}; {script}");
            request.Parameters["folder"] = _folder.Root;
            request = request with { TimeoutMilliseconds = milliseconds };
            var post = client.PostAsync(request);
            await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
            await process.CrashAsync();
            await ((Task)post).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return request;
        }
    }

    /// <summary>A remote that begins a start and then ends; the start goes on.</summary>
    private async Task<OperationRequest> LeaveStartRunningAsync(string script, bool crash, int milliseconds = 30_000)
    {
        (var process, var client) = await RemoteProcess.StartAsync(_folder);
        using (process)
        using (client)
        {
            _ = await client.OpenAsync(1);
            var request = client.Request(AgentAction.Start, $"touch {_folder["begun"]}; {script}", session: 1);
            request.Parameters["folder"] = _folder.Root;
            request = request with { TimeoutMilliseconds = milliseconds };
            var post = client.PostAsync(request);
            await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
            if (crash)
            {
                await process.CrashAsync();
            }
            else
            {
                Assert.Equal(0, await process.StopAsync());
            }

            // Answered as running, or cut off.
            await ((Task)post).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return request;
        }
    }
}
