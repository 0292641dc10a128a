namespace Halo.Simulator.ManagerProcess;

/// <summary>Carries out the engine's actions and tells it what came of them, as Halo.Manager's RemoteDriver does.</summary>
internal sealed class RemoteCalls(SimulatedWorld world, ManagerLife life)
{
    private const long AnswerDeadline = 30_000;
    private const long SessionDeadline = 5_000;

    public void CarryOut(ClusterAction action)
    {
        switch (action)
        {
            case RemoteAction remote:
                Ask(remote);
                break;
            case ConfirmIntent confirm:
                life.Feed(new IntentRecorded { Host = confirm.Host, Attempt = confirm.Attempt });
                break;
            case ProbeHost probe:
                life.ProbeNow(probe.Host);
                break;
            case CallFenceAgent call:
                world.Judge.Calls(life, call);
                world[call.Host].Fence.Call(call.Verb, (answer, why) => life.Do(() => life.Feed(
                    new PowerAnswered { Host = call.Host, Call = call.Call, Answer = answer, Why = why })));
                break;
        }
    }

    private void Ask(RemoteAction action)
    {
        if (!life.Connections.TryGetValue(action.Connection, out var connection))
        {
            life.Feed(NoAnswer(action));
            return;
        }

        switch (action)
        {
            case RunOperation run:
                Run(run, connection);
                break;
            case RecallOperation recall:
                Follow(recall.Host, recall.Operation, connection);
                break;
            case OpenSession open:
                Open(open, connection);
                break;
        }
    }

    private void Run(RunOperation run, Connection connection)
    {
        var sentAt = world.Time.Now;
        var target = world.TargetOf(run);
        connection.Ask(
            AnswerDeadline,
            (remote, take) => remote.Submit(
                run,
                target,
                life.Name,
                sentAt,
                answer => take(() => Take(run.Host, run.Operation, connection, answer)),
                refused => take(() => life.Feed(refused))),
            () => life.Feed(NoAnswer(run)));
    }

    private void Follow(HostRef host, string operation, Connection connection) => connection.Ask(
        AnswerDeadline,
        (remote, take) => remote.Ask(host, operation, answer => take(() => Take(host, operation, connection, answer))),
        () => life.Feed(new OperationUnanswered { Host = host, Operation = operation }));

    /// <summary>An answer, or the word that it still runs: then it is asked again.</summary>
    private void Take(HostRef host, string operation, Connection connection, EngineInput? answer)
    {
        if (answer is null)
        {
            Follow(host, operation, connection);
        }
        else
        {
            life.Feed(answer);
        }
    }

    private void Open(OpenSession open, Connection connection) => connection.Ask(
        SessionDeadline,
        (remote, take) =>
        {
            var refused = remote.Identity != open.Remote
                ? remote.Sessions.Refused("it is meant for another instance of this remote", life.Name) with
                {
                    Host = open.Host,
                    Connection = open.Connection,
                    Session = open.Session,
                }
                : remote.Sessions.Open(open, life.Name);
            var inFlight = remote.InFlight;
            take(() => life.Feed(refused is not null ? refused : new SessionOpened
            {
                Host = open.Host,
                Connection = open.Connection,
                Session = open.Session,
                InFlight = inFlight,
            }));
        },
        () => life.Feed(NoAnswer(open)));

    private static EngineInput NoAnswer(RemoteAction action) => action switch
    {
        RunOperation run => new OperationUnanswered { Host = run.Host, Operation = run.Operation },
        RecallOperation recall => new OperationUnanswered { Host = recall.Host, Operation = recall.Operation },
        OpenSession open => new SessionRefused { Host = open.Host, Connection = open.Connection, Session = open.Session, Why = "no answer" },
        _ => throw new InvalidOperationException($"Nobody carries out {action.GetType().Name}."),
    };
}
