using System.Net;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly RemoteFolder _folder = new();
    private readonly SettableTime _time = new();
    private RunningRemote _remote = null!;

    private RemoteClient Client => _remote.Client;

    public async Task InitializeAsync() => _remote = await RunningRemote.StartAsync(_folder, _time);

    public async Task DisposeAsync()
    {
        await _remote.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_start_needs_a_session_and_a_monitor_does_not()
    {
        await RefusedAsync(AgentAction.Start, session: null);
        Assert.Equal(7, (await Client.MonitorAsync("exit 7")).ExitCode);
    }

    [Fact]
    public async Task The_open_session_may_operate()
    {
        var hello = await Client.OpenAsync(5);

        Assert.Equal((5L, "manager-1"), (hello.Owner!.Session, hello.Owner.ManagerId));
        Assert.Equal(0, (await StartAsync(session: 5)).ExitCode);
    }

    [Fact]
    public async Task Requests_of_an_older_session_are_refused_monitors_too()
    {
        _ = await Client.OpenAsync(5);
        _ = await Client.OpenAsync(6);

        var error = await RefusedAsync(AgentAction.Start, session: 5);
        _ = await RefusedAsync(AgentAction.Monitor, session: 5);

        Assert.Equal(
            "the start of session 5 is refused: session 6 of manager-1 on mgmt is the open one; open a new session", error.Message);
        Assert.Equal(6, error.Owner!.Session);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(-1)]
    public async Task A_session_needs_a_higher_number(long number)
    {
        _ = await Client.OpenAsync(5);

        var error = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, await Client.TryOpenAsync(number));

        Assert.Equal(ErrorCodes.OldSession, error.Code);
    }

    [Fact]
    public async Task A_start_that_waits_in_line_is_refused_when_a_newer_session_opened_meanwhile()
    {
        _ = await Client.OpenAsync(5);
        var first = Client.MonitorAsync(
            $"touch {_folder["begun"]}; until [ -e {_folder["go"]} ]; do sleep 0.02; done");
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
        var queued = Client.Request(AgentAction.Start, $"touch {_folder["started"]}", session: 5);
        var second = Client.RunAsync(queued);
        await Eventually.IsTrueAsync(() => Client.HasArrivedAsync(queued));
        _ = await Client.OpenAsync(6);
        await File.WriteAllTextAsync(_folder["go"], "");
        var refused = await second;

        Assert.Equal(OperationState.Exited, (await first).State);
        Assert.Equal(OperationState.Refused, refused.State);
        Assert.StartsWith("the start of session 5 is refused", refused.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["started"]));
    }

    [Fact]
    public async Task Another_manager_is_refused_and_told_whose_session_it_is()
    {
        _ = await Client.OpenAsync(5);

        var error = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, await Client.TryOpenAsync(9, "manager-2"));

        Assert.Equal(ErrorCodes.OtherManager, error.Code);
        Assert.Equal("this remote is driven by another manager, manager-1 on mgmt (session 5); stop that one first", error.Message);
        Assert.Equal("manager-1", error.Owner!.ManagerId);
    }

    [Fact]
    public async Task Another_manager_may_take_over_ten_seconds_after_the_last_ping()
    {
        _ = await Client.OpenAsync(5);
        _time.Skip(TimeSpan.FromSeconds(9));
        Assert.True((await Client.PingAsync(5)).SessionOpen);
        _time.Skip(TimeSpan.FromSeconds(9));
        _ = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, await Client.TryOpenAsync(9, "manager-2"));
        _time.Skip(TimeSpan.FromSeconds(1));

        Assert.Equal("manager-2", (await Client.OpenAsync(9, "manager-2")).Owner!.ManagerId);
    }

    [Fact]
    public async Task A_session_that_is_over_stays_over()
    {
        _ = await Client.OpenAsync(5);
        _time.Skip(TimeSpan.FromSeconds(10));

        var ping = await Client.PingAsync(5);
        var error = await RefusedAsync(AgentAction.Stop, session: 5);

        Assert.False(ping.SessionOpen);
        Assert.Null(ping.Owner);
        Assert.Contains("it is over", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await Client.HelloAsync()).LastSession);
    }

    [Fact]
    public async Task The_ping_of_an_observer_keeps_no_session_open()
    {
        _ = await Client.OpenAsync(5);
        _time.Skip(TimeSpan.FromSeconds(9));
        Assert.True((await Client.PingAsync(null)).SessionOpen);
        _time.Skip(TimeSpan.FromSeconds(1));

        Assert.Null((await Client.PingAsync(null)).Owner);
    }

    [Fact]
    public async Task A_session_that_another_manager_replaced_is_told_who_drives_the_remote()
    {
        _ = await Client.OpenAsync(5);
        _time.Skip(TimeSpan.FromSeconds(10));
        _ = await Client.OpenAsync(9, "manager-2");

        var error = await RefusedAsync(AgentAction.Start, session: 5, ErrorCodes.OtherManager);

        Assert.Equal(("manager-2", 9L), (error.Owner!.ManagerId, error.LastSession));
        Assert.Equal(
            "the start of session 5 is refused: this remote is driven by another manager, manager-2 on mgmt (session 9); " +
            "stop that one first",
            error.Message);
    }

    [Fact]
    public async Task A_managers_own_old_session_is_only_old_though_another_one_drove_the_remote_in_between()
    {
        _ = await Client.OpenAsync(5);
        _time.Skip(TimeSpan.FromSeconds(10));
        _ = await Client.OpenAsync(9, "manager-2");
        _time.Skip(TimeSpan.FromSeconds(10));
        _ = await Client.OpenAsync(12);

        _ = await RefusedAsync(AgentAction.Start, session: 5, ErrorCodes.OldSession);
        _ = await RefusedAsync(AgentAction.Start, session: 9, ErrorCodes.OtherManager);
    }

    [Fact]
    public async Task Every_refusal_of_a_session_tells_the_last_number_also_when_none_is_open()
    {
        _ = await Client.OpenAsync(5);
        var other = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, await Client.TryOpenAsync(9, "manager-2"));
        _time.Skip(TimeSpan.FromSeconds(10));
        var open = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, await Client.TryOpenAsync(5));
        var start = await RefusedAsync(AgentAction.Start, session: 5);
        var none = await RefusedAsync(AgentAction.Stop, session: null);

        Assert.Null(open.Owner);
        Assert.All([other, open, start, none], error => Assert.Equal(5, error.LastSession));
    }

    [Fact]
    public async Task A_request_for_another_instance_or_boot_is_refused()
    {
        var monitor = Client.Request(AgentAction.Monitor, "exit 0");
        foreach (var wrong in (OperationRequest[])[monitor with { InstanceId = "x" }, monitor with { BootId = "x" }])
        {
            var error = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, await Client.PostAsync(wrong));
            Assert.Equal(ErrorCodes.OtherInstance, error.Code);
        }
    }

    private Task<OperationAnswer> StartAsync(long session) =>
        Client.RunAsync(Client.Request(AgentAction.Start, "exit 0", session: session));

    private async Task<ProtocolError> RefusedAsync(
        AgentAction action, long? session, string code = ErrorCodes.OldSession)
    {
        var response = await Client.PostAsync(
            Client.Request(action, $"touch {_folder["ran"]}", session: session));
        var error = await RemoteClient.ErrorAsync(HttpStatusCode.Conflict, response);
        Assert.Equal(code, error.Code);
        Assert.False(File.Exists(_folder["ran"]));
        return error;
    }
}
