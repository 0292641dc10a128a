namespace Halo.Engine.Tests.World;

/// <summary>
/// The real engine against simulated hosts in virtual time. It does what the manager's shell does (carries out actions,
/// feeds what comes back, wakes the engine when it wants to be woken) and nothing else: it decides nothing.
/// </summary>
internal sealed class SimulatedCluster
{
    public const string Version = "1.0";

    // More than any cascade of answers at one instant; beyond it the engine asks and acts without end.
    private const int StepsPerInstant = 2000;

    private readonly SortedDictionary<(int Domain, int Host), SimulatedHost> _hosts = [];
    private readonly SortedDictionary<string, SimulatedOperation> _issued = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(int, int, int, OperationKind), string> _lastSent = [];
    private readonly PriorityQueue<Action, (long At, long Order)> _due = new();
    private readonly Instant[] _wakeAt;
    private long _order;
    private long _lastConnection;
    private int _managerRun = 1;
    private long _nextProbe;

    public SimulatedCluster(ClusterConfig config, OperatingMode mode)
    {
        Config = config;
        Mode = mode;
        foreach (var host in config.Hosts)
        {
            _hosts.Add((host.Domain, host.Host),
                new SimulatedHost(config[host].Addresses.Length, config.Domains[host.Domain].Resources.Length));
        }

        State = StartState();
        _wakeAt = [.. config.Domains.Select(_ => Instant.Never)];
        Referee = new Referee(config, mode);
    }

    public ClusterConfig Config { get; }

    public OperatingMode Mode { get; }

    public ClusterState State { get; private set; }

    public Instant Now { get; private set; }

    /// <summary>How long every operation takes that does not hang.</summary>
    public TimeSpan OperationTime { get; set; } = TimeSpan.Zero;

    /// <summary>Every step as the shell sees it.</summary>
    public Transcript Transcript { get; } = new();

    /// <summary>The independent judge of every step.</summary>
    public Referee Referee { get; private set; }

    public SimulatedHost this[HostRef host] => _hosts[(host.Domain, host.Host)];

    public SimulatedOperation? Issued(string id) => _issued.GetValueOrDefault(id);

    public string? LastSent(HostRef host, int resource, OperationKind kind) =>
        _lastSent.GetValueOrDefault((host.Domain, host.Host, resource, kind));

    public void Connect(HostRef host, int path)
    {
        Close(host, path, "a new connection was opened");
        var (simulated, wire) = (this[host], this[host].Paths[path]);
        wire.Answer = PathAnswer.Answered;
        wire.Connection = ++_lastConnection;
        Feed(new PathOpened
        {
            Host = host,
            Path = path,
            Connection = _lastConnection,
            SentAt = Now,
            Remote = simulated.Identity,
            LastSession = simulated.Session,
            InFlight = Foreign(host),
        });
        Settle();
    }

    public void Close(HostRef host, int path, string why)
    {
        var wire = this[host].Paths[path];
        if (wire.Connection is not { } connection)
        {
            return;
        }

        wire.Connection = null;
        wire.Answer = PathAnswer.NotProbed;
        this[host].Late.AddRange(wire.Stuck.Where(message => message.IsRequest));
        wire.Stuck.Clear();
        Feed(new PathClosed { Host = host, Path = path, Connection = connection, Why = why });
        Settle();
    }

    /// <summary>From now on every probe of the path comes to this. What is stuck arrives when it answers again.</summary>
    public void SetPath(HostRef host, int path, PathAnswer answer)
    {
        var wire = this[host].Paths[path];
        if (answer == PathAnswer.Refused)
        {
            Close(host, path, "connection reset");
        }

        wire.Answer = answer;
        Probe(host, path);
        if (answer == PathAnswer.Answered)
        {
            var arriving = wire.Stuck.ToList();
            wire.Stuck.Clear();
            arriving.ForEach(message => message.Arrive());
        }

        Settle();
    }

    /// <summary>Requests that got stuck on connections that are gone reach the host after all.</summary>
    public void DeliverLate(HostRef host)
    {
        var late = this[host].Late.ToList();
        this[host].Late.Clear();
        late.ForEach(message => message.Arrive());
        Settle();
    }

    public void RestartRemote(HostRef host)
    {
        this[host].RestartRemote();
        for (var path = 0; path < this[host].Paths.Length; path++)
        {
            SetPath(host, path, PathAnswer.Refused);
        }
    }

    /// <summary>Everything on the host is gone at once; nobody tells the manager.</summary>
    public void Crash(HostRef host)
    {
        this[host].Reboot();
        for (var path = 0; path < this[host].Paths.Length; path++)
        {
            SetPath(host, path, PathAnswer.Silent);
        }
    }

    /// <summary>The manager is gone and another run of it begins, knowing nothing.</summary>
    public void RestartManager()
    {
        _managerRun++;
        foreach (var host in _hosts.Values)
        {
            foreach (var path in host.Paths)
            {
                path.Connection = null;
                path.Stuck.Clear();
                path.Answer = PathAnswer.NotProbed;
            }
        }

        State = StartState();
        Array.Fill(_wakeAt, Instant.Never);
        Referee = new Referee(Config, Mode);
    }

    public void Manage(GroupRef group, bool managed)
    {
        Feed(new AdministratorAsked
        {
            Request = $"request-{++_order}",
            Verb = managed ? AdministratorVerb.Manage : AdministratorVerb.Unmanage,
            DomainIndex = group.Domain,
            Position = group.Group,
            Mark = new Mark("root", "", ""),
        });
        Settle();
    }

    /// <summary>Ends the running operation of a resource in the way that the story wants.</summary>
    public void End(HostRef host, int resource, OperationKind kind, Ending ending)
    {
        var running = this[host].Resources[resource].Queue.FirstOrDefault(o => o.Kind == kind)
            ?? throw new InvalidOperationException($"No {kind} of {Name(host, resource)} goes on there.");
        End(host, running, ending);
        Settle();
    }

    /// <summary>What hangs because the story once said so goes on now.</summary>
    public void Resume(HostRef host, int resource, OperationKind kind)
    {
        if (this[host].Resources[resource].Queue.FirstOrDefault() is { } running && running.Kind == kind)
        {
            Begin(host, running);
        }

        Settle();
    }

    public void Advance(TimeSpan span)
    {
        var end = Now + span;
        while (Instant.Earlier(NextDue(), new Instant(_nextProbe)) is var next && next <= end)
        {
            Now = next;
            Settle();
            if (_nextProbe <= Now.Milliseconds)
            {
                ProbeAll();
                Settle();
            }
        }

        Now = end;
    }

    public void Feed(EngineInput input)
    {
        var before = State;
        var stamped = input with { At = Now };
        var result = ClusterEngine.Step(Config, State, stamped);
        State = result.State;
        _wakeAt[input.Domain] = result.WakeAt;
        Transcript.Add(this, result);
        Referee.Watch(stamped, before, result);
        var run = _managerRun;
        foreach (var action in result.Actions)
        {
            if (action is RunOperation operation)
            {
                _lastSent[(operation.Host.Domain, operation.Host.Host, operation.Resource, operation.Kind)] = operation.Operation;
                _issued[operation.Operation] = new SimulatedOperation(operation.Operation, operation.Resource, operation.Kind);
            }

            At(Now, () =>
            {
                if (run == _managerRun)
                {
                    CarryOut(action);
                }
            });
        }
    }

    public string Name(HostRef host, int resource) =>
        $"{Config.Domains[host.Domain].Resources[resource].Id} on {Config[host].Id}";

    /// <summary>Handles everything that is due now.</summary>
    public void Settle()
    {
        for (var steps = 0; NextDue() <= Now; steps++)
        {
            if (steps > StepsPerInstant)
            {
                throw new InvalidOperationException($"The engine does not settle at {Transcript.Time(Now)}.");
            }

            if (_due.TryPeek(out _, out var at) && at.At <= Now.Milliseconds)
            {
                _due.Dequeue()();
                continue;
            }

            var domain = Array.FindIndex(_wakeAt, wake => wake <= Now);
            Feed(new TimePassed(domain));
        }
    }

    private ClusterState StartState() => ClusterState.AtStart(Config, Mode, Version, $"run{_managerRun}");

    private Instant NextDue()
    {
        var next = _wakeAt.Min();
        return _due.TryPeek(out _, out var at) ? Instant.Earlier(next, new Instant(at.At)) : next;
    }

    private void ProbeAll()
    {
        _nextProbe = Now.Milliseconds + (long)Config.Settings.DetectionInterval.TotalMilliseconds;
        foreach (var host in Config.Hosts)
        {
            for (var path = 0; path < this[host].Paths.Length; path++)
            {
                Probe(host, path);
            }
        }
    }

    private void Probe(HostRef host, int path)
    {
        var wire = this[host].Paths[path];
        if (wire.Answer == PathAnswer.NotProbed || (wire.Answer == PathAnswer.Answered && wire.Connection is null))
        {
            return;
        }

        Feed(new PathProbed
        {
            Host = host,
            Path = path,
            Answer = wire.Answer,
            SentAt = Now,
            Detail = wire.Answer == PathAnswer.LocalTrouble ? "its name cannot be resolved" : "",
        });
    }

    private void At(Instant instant, Action what) => _due.Enqueue(what, (instant.Milliseconds, ++_order));

    private void CarryOut(ClusterAction anything)
    {
        if (anything is not RemoteAction action)
        {
            return;
        }

        var host = action.Host;
        if (this[host].Paths.FirstOrDefault(path => path.Connection == action.Connection) is not { } wire)
        {
            TellNoAnswer(action);
            return;
        }

        Send(wire, isRequest: true, () => Receive(action, wire));
    }

    private static void Send(SimulatedPath wire, bool isRequest, Action arrive)
    {
        if (wire.Answer == PathAnswer.Answered)
        {
            arrive();
        }
        else
        {
            wire.Stuck.Add(new StuckMessage(isRequest, arrive));
        }
    }

    private void Receive(RemoteAction action, SimulatedPath wire)
    {
        switch (action)
        {
            case RunOperation run:
                Receive(run, wire);
                break;
            case RecallOperation recall:
                Receive(recall, wire);
                break;
            case OpenSession open:
                Answer(wire, action.Connection, Receive(open));
                break;
        }
    }

    private void Receive(RunOperation run, SimulatedPath wire)
    {
        var host = this[run.Host];
        if (run.Kind != OperationKind.Monitor && (run.Session != host.Session || host.OtherManager is not null))
        {
            Answer(wire, run.Connection, new OperationNotRun { Host = run.Host, Operation = run.Operation, Why = "its session is over" });
            return;
        }

        var operation = Issued(run.Operation)!;
        operation.AskedOver = run.Connection;
        host.Operations.Add(operation.Id, operation);
        host.Resources[run.Resource].Queue.Add(operation);
        if (host.Resources[run.Resource].Queue.Count == 1)
        {
            Begin(run.Host, operation);
        }
    }

    private void Receive(RecallOperation recall, SimulatedPath wire)
    {
        var host = this[recall.Host];
        if (host.Unanswering)
        {
            Answer(wire, recall.Connection, new OperationUnanswered { Host = recall.Host, Operation = recall.Operation });
        }
        else if (host.Operations.TryGetValue(recall.Operation, out var operation))
        {
            operation.AskedOver = recall.Connection;
            TellOutcome(recall.Host, operation);
        }
        else
        {
            Answer(wire, recall.Connection,
                new OperationNotRun { Host = recall.Host, Operation = recall.Operation, Why = "the remote never got it" });
        }
    }

    private EngineInput Receive(OpenSession open)
    {
        var host = this[open.Host];
        var why = host switch
        {
            { OtherManager: { } other } => $"the session is {other}'s",
            { RefusesSessions: { } because } => because,
            _ when open.Session <= host.Session => $"session {host.Session} was opened before",
            _ => null,
        };
        if (why is not null)
        {
            return new SessionRefused
            {
                Host = open.Host,
                Connection = open.Connection,
                Session = open.Session,
                OtherManager = host.OtherManager,
                Why = why,
                LastSession = host.Session,
            };
        }

        host.Session = open.Session;
        return new SessionOpened
        {
            Host = open.Host,
            Connection = open.Connection,
            Session = open.Session,
            InFlight = Foreign(open.Host),
        };
    }

    private ImmutableArray<ForeignOperation> Foreign(HostRef host) =>
    [
        .. this[host].Changing.Select(operation => new ForeignOperation(
            operation.Id, Config.Domains[host.Domain].Resources[operation.Resource].Id, operation.Kind)),
    ];

    private void Begin(HostRef host, SimulatedOperation operation)
    {
        if (this[host].Resources[operation.Resource].Endings[operation.Kind] is { } ending)
        {
            At(Now + OperationTime, () => End(host, operation, ending));
        }
    }

    private void End(HostRef host, SimulatedOperation operation, Ending ending)
    {
        var resource = this[host].Resources[operation.Resource];
        if (operation.Outcome is not null || !resource.Queue.Remove(operation))
        {
            return;
        }

        var said = operation.Kind == OperationKind.Monitor && ending == Ending.Exit(OcfExitCode.Success) ? resource.Monitored() : ending;
        Apply(resource, operation.Kind, said);
        operation.Outcome = new AgentOutcome
        {
            Kind = operation.Inherited ? OutcomeKind.Lost : said.Kind,
            ExitCode = said.ExitCode,
            Reason = said.Reason,
            Sequence = ++resource.Sequence,
            LeftBehind = resource.LeftBehind.Length > 0 ? [resource.LeftBehind] : [],
        };
        TellOutcome(host, operation);
        if (resource.Queue.FirstOrDefault() is { } next)
        {
            Begin(host, next);
        }
    }

    private static void Apply(SimulatedResource resource, OperationKind kind, Ending ending)
    {
        if (ending.Leaving.Length > 0)
        {
            resource.LeftBehind = ending.Leaving;
        }

        if (kind != OperationKind.Monitor && !resource.Lies && ending == Ending.Exit(OcfExitCode.Success))
        {
            resource.Runs = kind == OperationKind.Start;
        }
    }

    private void TellOutcome(HostRef host, SimulatedOperation operation)
    {
        if (operation is { Outcome: { } outcome, AskedOver: { } connection }
            && this[host].Paths.FirstOrDefault(path => path.Connection == connection) is { } wire)
        {
            Answer(wire, connection, new OperationEnded { Host = host, Operation = operation.Id, Outcome = outcome });
        }
    }

    private void Answer(SimulatedPath wire, long connection, EngineInput answer)
    {
        if (wire.Connection == connection)
        {
            Send(wire, isRequest: false, () => At(Now, () => Feed(answer)));
        }
    }

    private void TellNoAnswer(RemoteAction action)
    {
        switch (action)
        {
            case RunOperation run:
                Feed(new OperationUnanswered { Host = run.Host, Operation = run.Operation });
                break;
            case RecallOperation recall:
                Feed(new OperationUnanswered { Host = recall.Host, Operation = recall.Operation });
                break;
            case OpenSession open:
                Feed(new SessionRefused { Host = open.Host, Connection = open.Connection, Session = open.Session, Why = "the connection is gone" });
                break;
        }
    }
}
