namespace Halo.Simulator.World;

/// <summary>A resource as the request for an operation describes it: its configuration may have another by the time it is done.</summary>
/// <param name="Position">Its position in <see cref="Shape.Resources"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Edition">Which of its definitions.</param>
internal readonly record struct Target(int Position, string Name, int Edition);

/// <summary>An operation as it was asked for.</summary>
/// <param name="Operation">Its id.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Target">To what.</param>
/// <param name="SentAt">When the manager sent it.</param>
internal sealed record Request(string Operation, OperationKind Kind, Target Target, long SentAt);

/// <summary>An operation as a remote knows it.</summary>
internal sealed class RemoteOperation(Request request)
{
    public Request Request { get; } = request;

    public string Id => Request.Operation;

    public OperationKind Kind => Request.Kind;

    /// <summary>Whether an earlier instance of the remote began it.</summary>
    public bool Inherited { get; init; }

    public bool HasBegun { get; set; }

    /// <summary>What became of it; null while it has not ended.</summary>
    public HostInput? Answer { get; set; }

    /// <summary>Who waits for its end.</summary>
    public List<Action<EngineInput?>> Waiting { get; } = [];

    public Action? Run { get; set; }
}

/// <summary>
/// One instance of a host's remote, as docs/remote.md describes it: one session, operations of one resource one after another,
/// every id once, long polls.
/// </summary>
internal sealed class SimulatedRemote
{
    /// <summary>How long a question about an operation is kept before "it is still running" is said.</summary>
    public const long LongestPoll = 20_000;

    private readonly SimulatedWorld _world;
    private readonly SimulatedHost _host;
    private readonly Dictionary<string, RemoteOperation> _operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly List<AgentProcess> _monitors = [];
    private readonly List<Action> _held = [];
    private bool _isHung;

    public SimulatedRemote(SimulatedWorld world, SimulatedHost host, string instance)
    {
        _world = world;
        _host = host;
        Identity = new RemoteIdentity(host.Version, instance, host.BootId);
        Sessions = new SessionBook(world.Time);
        foreach (var process in host.Processes.ToArray())
        {
            Inherit(process);
        }
    }

    public RemoteIdentity Identity { get; }

    public SessionBook Sessions { get; }

    public bool HasEnded { get; private set; }

    /// <summary>The connections that its kernel resets when it ends.</summary>
    public List<Action> Resets { get; } = [];

    /// <summary>Starts and stops that have begun and not ended.</summary>
    public ImmutableArray<ForeignOperation> InFlight =>
    [
        .. _operations.Values
            .Where(operation => operation is { HasBegun: true, Answer: null, Kind: not OperationKind.Monitor })
            .OrderBy(operation => operation.Id, StringComparer.Ordinal)
            .Select(operation => new ForeignOperation(operation.Id, operation.Request.Target.Name, operation.Kind)),
    ];

    /// <summary>Whether it can take a request now.</summary>
    public bool Answers => !_isHung && !HasEnded && _host.Answers;

    /// <summary>Takes a request, now or when the remote goes on.</summary>
    public void Do(Action what)
    {
        if (_isHung)
        {
            _held.Add(what);
        }
        else if (!HasEnded)
        {
            what();
        }
    }

    public void Hang(long time)
    {
        _isHung = true;
        _host.After(time, GoOn);
    }

    public void GoOn()
    {
        _isHung = false;
        var held = _held.ToArray();
        _held.Clear();
        foreach (var what in held)
        {
            Do(what);
        }
    }

    /// <summary>The process ends: monitors with it; starts and stops go on without anybody who watches them.</summary>
    public void End()
    {
        HasEnded = true;
        _held.Clear();
        foreach (var process in _host.Processes)
        {
            process.Ended = null;
        }

        foreach (var monitor in _monitors)
        {
            monitor.Kill();
        }

        foreach (var reset in Resets)
        {
            reset();
        }
    }

    /// <summary>POST /operations; the reply may come twice: "running" first.</summary>
    public void Submit(RunOperation run, Target target, string manager, long sentAt, Action<EngineInput?> reply, Action<SessionRefused> refused)
    {
        if (_operations.TryGetValue(run.Operation, out var known))
        {
            Wait(known, reply);
            return;
        }

        if (run.Remote != Identity)
        {
            reply(NotRun(run, "it is meant for another instance of this remote"));
            return;
        }

        if (Sessions.WhyRefused(run.Session, run.Kind, manager) is { } refusal)
        {
            refused(refusal with { Host = run.Host, Connection = run.Connection, Session = run.Session ?? 0 });
            reply(NotRun(run, refusal.Why));
            return;
        }

        var operation = new RemoteOperation(new Request(run.Operation, run.Kind, target, sentAt));
        operation.Run = () => Begin(operation, run, manager);
        _operations.Add(operation.Id, operation);
        Wait(operation, reply);
        Queue(operation);
    }

    /// <summary>GET /operations/ID; null: it is still running.</summary>
    public void Ask(HostRef host, string id, Action<EngineInput?> reply)
    {
        if (_operations.TryGetValue(id, out var operation))
        {
            Wait(operation, reply);
        }
        else
        {
            reply(new OperationNotRun { Host = host, Operation = id, Why = "the remote never got it" });
        }
    }

    private void Wait(RemoteOperation operation, Action<EngineInput?> reply)
    {
        if (operation.Answer is { } answer)
        {
            // The host may stand elsewhere in the configuration by now.
            reply(answer with { Host = _host.Place });
            return;
        }

        operation.Waiting.Add(reply);
        _host.After(LongestPoll, () => Do(() =>
        {
            if (operation.Waiting.Remove(reply))
            {
                reply(null);
            }
        }));
    }

    private void Begin(RemoteOperation operation, RunOperation run, string manager)
    {
        if (Sessions.WhyRefused(run.Session, run.Kind, manager) is { } refusal)
        {
            End(operation, NotRun(run, refusal.Why));
            return;
        }

        operation.HasBegun = true;
        var process = new AgentProcess(_world, _host, operation.Request);
        process.Ended = outcome => Do(() => End(operation, outcome));
        if (run.Kind == OperationKind.Monitor)
        {
            _monitors.Add(process);
        }

        process.Begin();
    }

    private void Inherit(AgentProcess process)
    {
        var operation = new RemoteOperation(process.Request) { Inherited = true, HasBegun = true };
        _operations.Add(operation.Id, operation);
        LineOf(operation).Waiting.Enqueue(operation);
        process.Ended = outcome => Do(() => End(operation, outcome.Kind == OutcomeKind.TimedOut
            ? outcome
            : new AgentOutcome { Kind = OutcomeKind.Lost, Sequence = 0 }));
    }

    private void Queue(RemoteOperation operation)
    {
        var line = LineOf(operation).Waiting;
        line.Enqueue(operation);
        if (line.Count == 1)
        {
            operation.Run!();
        }
    }

    private void End(RemoteOperation operation, AgentOutcome outcome) => End(operation, new OperationEnded
    {
        Host = _host.Place,
        Operation = operation.Id,
        Outcome = outcome with
        {
            Sequence = ++LineOf(operation).Sequence,
            LeftBehind = [.. _host.Truths[operation.Request.Target.Position].Left.Select(left => $"a process of {left.Request.Operation} in state D")],
        },
    });

    private void End(RemoteOperation operation, HostInput answer)
    {
        operation.Answer = answer;
        var waiting = operation.Waiting.ToArray();
        operation.Waiting.Clear();
        foreach (var reply in waiting)
        {
            reply(answer);
        }

        var line = LineOf(operation).Waiting;
        line.Dequeue();
        if (line.TryPeek(out var next))
        {
            next.Run!();
        }
    }

    /// <summary>The operations of one resource, by its name: one after the other.</summary>
    private Line LineOf(RemoteOperation operation)
    {
        var name = operation.Request.Target.Name;
        if (!_lines.TryGetValue(name, out var line))
        {
            line = new Line();
            _lines.Add(name, line);
        }

        return line;
    }

    private static OperationNotRun NotRun(RunOperation run, string why) =>
        new() { Host = run.Host, Operation = run.Operation, Why = why };

    private sealed class Line
    {
        public Queue<RemoteOperation> Waiting { get; } = new();

        /// <summary>The number of its last answer.</summary>
        public long Sequence { get; set; }
    }
}
