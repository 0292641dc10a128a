using Halo.Engine;
using Halo.Engine.Configuration;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Remotes;
using Halo.Protocol.Remote;

namespace Halo.Manager.Tests;

public sealed class RemotePathTests : IAsyncDisposable
{
    private readonly RecordedInputs _engine = new();
    private readonly ConnectionRegistry _connections = new();
    private readonly CancellationTokenSource _end = new();
    private Task _path = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _path;
        _end.Dispose();
    }

    [Fact]
    public async Task Tells_who_answers_on_a_new_connection()
    {
        await using var remote = await FakeRemote.StartAsync();
        Watch(remote.Port);

        var opened = await _engine.NextAsync<PathOpened>();

        Assert.Equal("i1", opened.Remote.InstanceId);
        Assert.NotNull(_connections.Find(opened.Connection));
    }

    [Fact]
    public async Task Tells_of_every_probe_that_was_answered()
    {
        await using var remote = await FakeRemote.StartAsync();
        remote.Answer = (request, _) => Task.FromResult<object>(
            request == "GET /hello" ? FakeRemote.Hello() : new PingAnswer { InstanceId = "i1", SessionOpen = true });
        Watch(remote.Port);

        await _engine.NextAsync<PathOpened>();

        await _engine.NextAsync<PathProbed>(probed => probed.Answer == PathAnswer.Answered);
    }

    [Fact]
    public async Task Tells_that_the_connection_closed_and_is_refused_when_the_remote_ends()
    {
        PathOpened opened;
        await using (var remote = await FakeRemote.StartAsync())
        {
            Watch(remote.Port);
            opened = await _engine.NextAsync<PathOpened>();
        }

        var closed = await _engine.NextAsync<PathClosed>();
        await _engine.NextAsync<PathProbed>(probed => probed.Answer == PathAnswer.Refused);

        Assert.Equal(opened.Connection, closed.Connection);
        Assert.Null(_connections.Find(opened.Connection));
    }

    [Fact]
    public async Task Tells_that_a_remote_which_takes_connections_and_says_nothing_is_mute()
    {
        await using var remote = await FakeRemote.StartAsync();
        remote.Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return FakeRemote.Hello();
        };
        Watch(remote.Port);

        await _engine.NextAsync<PathProbed>(probed => probed.Answer == PathAnswer.Mute);
    }

    [Fact]
    public async Task Takes_a_name_that_cannot_be_resolved_for_the_managers_own_trouble()
    {
        Watch(1, "no-such-host.invalid");

        var probed = await _engine.NextAsync<PathProbed>();

        Assert.Equal(PathAnswer.LocalTrouble, probed.Answer);
    }

    [Fact]
    public async Task Opens_a_new_connection_when_the_old_one_has_stopped_answering()
    {
        await using var remote = await FakeRemote.StartAsync();
        remote.Answer = async (request, cancellation) =>
        {
            if (request != "GET /hello")
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return FakeRemote.Hello();
        };
        Watch(remote.Port);

        var first = await _engine.NextAsync<PathOpened>();
        var closed = await _engine.NextAsync<PathClosed>();
        var second = await _engine.NextAsync<PathOpened>();

        Assert.Equal(first.Connection, closed.Connection);
        Assert.NotEqual(first.Connection, second.Connection);
    }

    [Fact]
    public async Task Tells_when_the_remote_is_not_in_this_managers_session_any_more()
    {
        await using var remote = await FakeRemote.StartAsync();
        remote.Answer = (request, _) => Task.FromResult<object>(request == "GET /hello"
            ? FakeRemote.Hello()
            : new PingAnswer
            {
                InstanceId = "i1",
                SessionOpen = false,
                Owner = new SessionOwner { Session = 9, ManagerId = "x", ManagerName = "mgmt2 (pid 7)" },
            });
        Watch(remote.Port);
        var opened = await _engine.NextAsync<PathOpened>();
        HaveSession(opened, 8);

        var refused = await _engine.NextAsync<SessionRefused>();

        Assert.Equal(8, refused.Session);
        Assert.Equal("mgmt2 (pid 7)", refused.OtherManager);
    }

    [Fact]
    public async Task Ends_in_order_when_the_manager_ends_and_a_probe_fails_at_once()
    {
        await using var remote = await FakeRemote.StartAsync();
        var probes = 0;
        var settings = RemoteTesting.Settings with { Now = () => ++probes == 1 ? RemoteTesting.Settings.Now() : EndWithTheConnection() };
        Watch(remote.Port, settings: settings);

        await Eventually.EndsAsync(_path);

        Assert.Empty(_engine.Rest().OfType<PathProbed>());
    }

    private Instant EndWithTheConnection()
    {
        _connections.Find(1)!.Dispose();
        _end.Cancel();
        return RemoteTesting.Settings.Now();
    }

    private void HaveSession(PathOpened opened, long session)
    {
        var state = ClusterEngine.Step(RecordedInputs.Config, _engine.State, opened).State;
        _engine.State = ClusterEngine.Step(RecordedInputs.Config, state, new SessionOpened
        {
            Host = opened.Host,
            Connection = opened.Connection,
            Session = state.Domains[0].Hosts[0].Session.Number,
        }).State;
        var host = _engine.State.Domains[0].Hosts[0];
        _engine.State = _engine.State with
        {
            Domains = [_engine.State.Domains[0] with { Hosts = [host with { Session = SessionState.Open(session) }] }],
        };
    }

    private void Watch(int port, string address = "127.0.0.1", RemoteSettings? settings = null)
    {
        var config = new HostConfig { Id = "oss00", Name = "oss00", Port = port, Addresses = [address] };
        _path = new RemotePath(new HostRef(0, 0), 0, config, settings ?? RemoteTesting.Settings, _engine, _connections)
            .RunAsync(TimeSpan.Zero, _end.Token);
    }
}
