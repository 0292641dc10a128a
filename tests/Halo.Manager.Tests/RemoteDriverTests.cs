using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.Rules;
using Halo.Manager.Remotes;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Manager.Tests;

public sealed class RemoteDriverTests
{
    private readonly RecordedInputs _engine = new();
    private readonly ConnectionRegistry _connections = new();

    [Fact]
    public async Task Tells_how_an_operation_ended()
    {
        await using var remote = await ConnectAsync((_, _) => Answer(OperationState.Exited, exitCode: 7));

        await DoAsync(Run());

        var ended = await _engine.NextAsync<OperationEnded>();
        Assert.True(ended.Outcome.Exited(7));
    }

    [Fact]
    public async Task Asks_again_until_the_operation_has_ended()
    {
        var asked = 0;
        await using var remote = await ConnectAsync((_, _) =>
            Answer(asked++ < 2 ? OperationState.Running : OperationState.TimedOut));

        await DoAsync(Run());

        Assert.Equal(OutcomeKind.TimedOut, (await _engine.NextAsync<OperationEnded>()).Outcome.Kind);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Tells_that_no_answer_comes_when_the_connection_is_gone()
    {
        await DoAsync(Run());

        Assert.Equal("op1", (await _engine.NextAsync<OperationUnanswered>()).Operation);
    }

    [Fact]
    public async Task Says_nothing_when_the_manager_ends_and_the_connection_with_it()
    {
        await using var remote = await ConnectAsync((_, _) => Answer(OperationState.Exited));
        _connections.Find(1)!.Dispose();

        await DoAsync(Run(), new CancellationToken(canceled: true));

        Assert.Empty(_engine.Rest());
    }

    [Fact]
    public async Task Tells_that_no_answer_comes_when_the_remote_has_a_fault()
    {
        await using var remote = await ConnectAsync((_, _) => Error(ErrorCodes.Internal));

        await DoAsync(Run());

        await _engine.NextAsync<OperationUnanswered>();
    }

    [Fact]
    public async Task Tells_that_the_remote_did_not_run_what_it_refused()
    {
        await using var remote = await ConnectAsync((_, _) => Error(ErrorCodes.OtherInstance));

        await DoAsync(Run());

        Assert.Equal("because", (await _engine.NextAsync<OperationNotRun>()).Why);
    }

    [Fact]
    public async Task Tells_that_the_remote_did_not_run_what_waited_there_too_long()
    {
        await using var remote = await ConnectAsync((_, _) => Answer(OperationState.Refused));

        await DoAsync(Run());

        await _engine.NextAsync<OperationNotRun>();
    }

    [Fact]
    public async Task Tells_that_the_session_is_lost_when_the_remote_calls_it_old()
    {
        await using var remote = await ConnectAsync((_, _) => Error(ErrorCodes.OldSession));

        await DoAsync(Run());

        Assert.Equal(3, (await _engine.NextAsync<SessionRefused>()).Session);
    }

    [Fact]
    public async Task Asks_about_a_lost_answer_without_sending_the_operation()
    {
        var requests = new List<string>();
        await using var remote = await ConnectAsync((request, _) =>
        {
            requests.Add(request);
            return Error(ErrorCodes.UnknownOperation);
        });

        await DoAsync(new RecallOperation { Host = new HostRef(0, 0), Connection = 1, Operation = "op1", Remote = Remote, Reason = Why });

        await _engine.NextAsync<OperationNotRun>();
        Assert.Equal(["GET /operations/op1"], requests);
    }

    [Fact]
    public async Task Tells_whose_session_is_open_instead()
    {
        await using var remote = await ConnectAsync((_, _) => Error(ErrorCodes.OtherManager));

        await DoAsync(new OpenSession { Host = new HostRef(0, 0), Connection = 1, Session = 4, Remote = Remote, Reason = Why });

        var refused = await _engine.NextAsync<SessionRefused>();
        Assert.Equal("mgmt2", refused.OtherManager);
        Assert.Equal(12, refused.LastSession);
    }

    [Fact]
    public async Task Tells_for_how_long_the_opening_of_a_session_was_not_answered()
    {
        await using var remote = await ConnectAsync(async (_, ended) =>
        {
            await Task.Delay(Timeout.Infinite, ended);
            return FakeRemote.Hello();
        });

        await DoAsync(new OpenSession { Host = new HostRef(0, 0), Connection = 1, Session = 4, Remote = Remote, Reason = Why });

        Assert.Equal("no answer within 5 s", (await _engine.NextAsync<SessionRefused>()).Why);
    }

    private static RemoteIdentity Remote { get; } = new("1", "i1", "b1");

    private static Reason Why { get; } = new(RuleId.K2, "a test asks");

    private static RunOperation Run() => new()
    {
        Host = new HostRef(0, 0),
        Connection = 1,
        Remote = Remote,
        Operation = "op1",
        Kind = OperationKind.Monitor,
        Resource = 0,
        Session = 3,
        Interval = TimeSpan.Zero,
        Reason = Why,
    };

    private static Task<object> Answer(OperationState state, int exitCode = 0) =>
        Task.FromResult<object>(new OperationAnswer { Id = "op1", State = state, ExitCode = exitCode, Sequence = 1 });

    private static Task<object> Error(string code) => Task.FromResult<object>(new ProtocolError
    {
        Code = code,
        Message = "because",
        Owner = new SessionOwner { Session = 12, ManagerId = "m2", ManagerName = "mgmt2" },
    });

    private Task DoAsync(RemoteAction action, CancellationToken cancellation = default) =>
        new RemoteDriver(RecordedInputs.Config, RemoteTesting.Settings, _engine, _connections).DoAsync(action, cancellation);

    private async Task<FakeRemote> ConnectAsync(Func<string, CancellationToken, Task<object>> answer)
    {
        var remote = await FakeRemote.StartAsync();
        var (connection, _, _) = await RemoteConnection.OpenAsync(
            1, new RemoteEndpoint("127.0.0.1", remote.Port, "oss00", null), TimeSpan.FromSeconds(20), CancellationToken.None);
        _connections.Add(connection!);
        remote.Answer = answer;
        return remote;
    }
}
