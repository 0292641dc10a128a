using System.Net;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

public sealed class OperationTests : IAsyncLifetime
{
    private readonly RemoteFolder _folder = new();
    private RunningRemote _remote = null!;

    private RemoteClient Client => _remote.Client;

    public async Task InitializeAsync()
    {
        _remote = await RunningRemote.StartAsync(_folder);
        _ = await Client.OpenAsync(1);
    }

    public async Task DisposeAsync()
    {
        await _remote.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Runs_the_agent_and_reports_how_it_ended()
    {
        var answer = await Client.MonitorAsync("echo hello; echo ocf-exit-reason:no pool >&2; exit 7");

        Assert.Equal(OperationState.Exited, answer.State);
        Assert.Equal(7, answer.ExitCode);
        Assert.Equal("no pool", answer.Reason);
        Assert.Equal("hello\nocf-exit-reason:no pool\n", answer.Output);
        Assert.Empty(answer.LeftBehind);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task A_monitor_is_not_written_down()
    {
        var answer = await Client.MonitorAsync($"ls {_folder.RuntimeDirectory}; echo $HALO_RUNTIME_DIR");

        Assert.Equal($"lock\n{_folder.RuntimeDirectory}\n", answer.Output);
    }

    [Fact]
    public async Task Tells_the_agent_its_deadline_and_interval()
    {
        var request = Client.Request(
            AgentAction.Monitor, "echo $OCF_RESKEY_CRM_meta_timeout $OCF_RESKEY_CRM_meta_interval $1");
        var answer = await Client.RunAsync(
            request with { IntervalMilliseconds = 5000, TimeoutMilliseconds = 1234 });

        Assert.Equal("1234 5000 monitor\n", answer.Output);
    }

    [Fact]
    public async Task Takes_the_deadline_from_the_agents_metadata_when_none_is_sent()
    {
        await File.AppendAllTextAsync(
            $"{_folder.OcfRoot}/resource.d/test/Any",
            "[ $1 = meta-data ] && echo '<actions><action name=\"monitor\" timeout=\"42s\"/></actions>'\n");

        var monitor = await Client.RunAsync(
            Client.Request(AgentAction.Monitor, "echo $OCF_RESKEY_CRM_meta_timeout") with { TimeoutMilliseconds = null });
        var start = await Client.RunAsync(
            Client.Request(AgentAction.Start, "echo $OCF_RESKEY_CRM_meta_timeout", session: 1) with { TimeoutMilliseconds = null });

        Assert.Equal("42000\n", monitor.Output);
        Assert.StartsWith("300000\n", start.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_agent_is_no_answer_of_an_agent()
    {
        var answer = await Client.RunAsync(Client.Request(AgentAction.Monitor, "") with { Kind = "heartbeat/Nothing" });

        Assert.Equal(OperationState.NotStarted, answer.State);
        Assert.StartsWith("agent heartbeat/Nothing is not installed here (no file ", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_is_reported_as_one()
    {
        var answer = await Client.MonitorAsync("kill -9 $$");

        Assert.Equal((OperationState.Signaled, 9), (answer.State, answer.Signal));
        Assert.Equal("the agent was ended by signal 9", answer.Reason);
    }

    [Fact]
    public async Task A_deadline_is_reported_with_what_the_agent_said()
    {
        var answer = await Client.RunAsync(
            Client.Request(AgentAction.Start, "echo importing >&2; sleep 60", session: 1) with { TimeoutMilliseconds = 300 });

        Assert.Equal(OperationState.TimedOut, answer.State);
        Assert.Equal("the agent did not end within 0.3 s and was killed; it last said: importing", answer.Reason);
        Assert.Empty(answer.LeftBehind);
    }

    [Fact]
    public async Task Resources_are_served_side_by_side()
    {
        // Each waits for the other's file: one after the other, both would reach their deadline.
        var wait = $"touch {_folder.Root}/$OCF_RESOURCE_INSTANCE; until [ -e {_folder["a"]} ] && [ -e {_folder["b"]} ]; do sleep 0.02; done";
        var answers = await Task.WhenAll(Client.MonitorAsync(wait, "a"), Client.MonitorAsync(wait, "b"));

        Assert.All(answers, answer => Assert.Equal(OperationState.Exited, answer.State));
    }

    [Fact]
    public async Task One_resource_is_served_one_operation_at_a_time_in_order()
    {
        var sent = new List<Task<OperationAnswer>>();
        for (var i = 0; i < 5; i++)
        {
            var request = Client.Request(
                AgentAction.Monitor, $"echo begin {i} >> {_folder["log"]}; sleep 0.05; echo end {i} >> {_folder["log"]}");
            sent.Add(Client.RunAsync(request));
            await Eventually.IsTrueAsync(() => Client.HasArrivedAsync(request));
        }

        var answers = await Task.WhenAll(sent);

        Assert.Equal(Enumerable.Range(0, 5).SelectMany(i => new[] { $"begin {i}", $"end {i}" }), _folder.Lines("log"));
        Assert.Equal([1, 2, 3, 4, 5], answers.Select(answer => answer.Sequence));
    }

    [Fact]
    public async Task An_id_runs_once_and_has_one_answer()
    {
        var request = Client.Request(AgentAction.Start, $"echo run >> {_folder["log"]}; sleep 0.2; exit 1", session: 1);

        var answers = await Task.WhenAll(Client.RunAsync(request), Client.RunAsync(request));
        var again = await Client.RunAsync(request);
        var asked = await Client.AskAsync(request.Id);

        Assert.Equal(["run"], _folder.Lines("log"));
        Assert.All([.. answers, again, asked], answer => Assert.Equal((1, 1L), (answer.ExitCode, answer.Sequence)));
    }

    [Fact]
    public async Task An_id_is_not_shared_by_two_operations()
    {
        var request = Client.Request(AgentAction.Monitor, "");
        _ = await Client.RunAsync(request);

        var error = await RemoteClient.ErrorAsync(
            HttpStatusCode.BadRequest, await Client.PostAsync(request with { Resource = "other" }));

        Assert.Equal($"id {request.Id} belongs to a monitor of res0; ids are used once", error.Message);
    }

    [Fact]
    public async Task A_forgotten_id_is_not_run_again()
    {
        var first = Client.Request(AgentAction.Monitor, $"echo run >> {_folder["log"]}");
        _ = await Client.RunAsync(first);
        for (var i = 0; i < 16; i++)
        {
            _ = await Client.MonitorAsync("exit 0");
        }

        var again = await Client.RunAsync(first);

        Assert.Equal(OperationState.OutcomeLost, again.State);
        Assert.Equal(OperationState.OutcomeLost, (await Client.AskAsync(first.Id)).State);
        Assert.Equal(["run"], _folder.Lines("log"));
    }

    [Fact]
    public async Task Asking_never_starts_anything()
    {
        var error = await RemoteClient.ErrorAsync(HttpStatusCode.NotFound, await Client.GetAsync("/operations/abc"));

        Assert.Equal(ErrorCodes.UnknownOperation, error.Code);
    }

    [Fact]
    public async Task A_lost_connection_does_not_end_the_operation()
    {
        var request = Client.Request(
            AgentAction.Start, $"touch {_folder["begun"]}; sleep 0.3; touch {_folder["done"]}", session: 1);
        using (var lost = _remote.NewClient())
        using (var cut = new CancellationTokenSource())
        {
            var post = lost.PostAsync(request, cut.Token);
            await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
            await cut.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        }

        Assert.Equal(OperationState.Exited, (await Client.AskAsync(request.Id)).State);
        Assert.True(File.Exists(_folder["done"]));
    }

    [Fact]
    public async Task A_full_line_takes_no_more()
    {
        var running = Client.MonitorAsync(
            $"touch {_folder["begun"]}; until [ -e {_folder["go"]} ]; do sleep 0.05; done");
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
        Task<HttpResponseMessage>[] waiting =
            [.. Enumerable.Range(0, 64).Select(_ => Client.PostAsync(Client.Request(AgentAction.Monitor, "exit 0")))];
        var error = await RemoteClient.ErrorAsync(HttpStatusCode.TooManyRequests, await await Task.WhenAny(waiting));
        var elsewhere = await Client.MonitorAsync("exit 0", "res1");
        await File.WriteAllTextAsync(_folder["go"], "");
        await Task.WhenAll([running, .. waiting]);

        Assert.Equal(ErrorCodes.TooMany, error.Code);
        Assert.Equal(
            "64 operations of res0 wait on this remote already; it takes another one when one of them has ended", error.Message);
        Assert.Equal(OperationState.Exited, elsewhere.State);
    }

    [Fact]
    public async Task Hello_tells_what_is_in_flight()
    {
        var request = Client.Request(
            AgentAction.Start, $"touch {_folder["begun"]}; until [ -e {_folder["go"]} ]; do sleep 0.02; done", session: 1);
        var start = Client.RunAsync(request);
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
        var inFlight = Assert.Single((await Client.HelloAsync()).InFlight);
        await File.WriteAllTextAsync(_folder["go"], "");
        _ = await start;

        Assert.Equal((request.Id, "res0", AgentAction.Start, false), (inFlight.Id, inFlight.Resource, inFlight.Action, inFlight.Inherited));
        Assert.Empty((await Client.HelloAsync()).InFlight);
    }

    [Fact]
    public async Task What_a_failed_start_leaves_is_reported_until_it_is_gone()
    {
        var failed = await Client.RunAsync(
            Client.Request(AgentAction.Start, $"sleep 60 & echo $! > {_folder["pid"]}; exit 1", session: 1));
        var monitor = await Client.MonitorAsync("exit 7");
        var recordsWhileLeft = _folder.Records().Length;
        using (var left = System.Diagnostics.Process.GetProcessById(int.Parse(_folder.Lines("pid")[0])))
        {
            left.Kill();
        }

        var process = Assert.Single(failed.LeftBehind);
        Assert.Equal("sleep", process.Name);
        Assert.Equal(process.Pid, Assert.Single(monitor.LeftBehind).Pid);
        Assert.Equal(1, recordsWhileLeft);
        await Eventually.IsTrueAsync(async () => (await Client.MonitorAsync("exit 7")).LeftBehind.Length == 0);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task The_daemon_of_a_successful_start_is_nobodys_business()
    {
        var started = await Client.RunAsync(
            Client.Request(AgentAction.Start, $"sleep 60 & echo $! > {_folder["pid"]}; exit 0", session: 1));
        var monitor = await Client.MonitorAsync($"kill $(cat {_folder["pid"]})");

        Assert.Equal(0, monitor.ExitCode);
        Assert.Empty(started.LeftBehind);
        Assert.Empty(monitor.LeftBehind);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task An_operation_that_cannot_be_recorded_is_not_started()
    {
        Directory.Delete(_folder.RuntimeDirectory, recursive: true);

        var start = await Client.RunAsync(Client.Request(AgentAction.Start, $"touch {_folder["begun"]}", session: 1));
        var monitor = await Client.MonitorAsync("exit 7");

        Assert.Equal(OperationState.NotStarted, start.State);
        Assert.StartsWith("cannot record the operation in ", start.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["begun"]));
        Assert.Equal(7, monitor.ExitCode);
    }
}
