namespace Halo.Engine.Tests.World;

/// <summary>
/// Does with the real engine what the manager's shell does (carries out actions, feeds what comes back, wakes it when it wants to
/// be woken) and nothing else: it decides nothing. A referee watches every step.
/// </summary>
internal sealed class SimulatedShell
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(1);

    private readonly SimulatedCluster _cluster;
    private readonly OperatingMode _mode;
    private readonly SortedDictionary<string, SimulatedOperation> _issued = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(int, int, int, OperationKind), string> _lastSent = [];
    private readonly SimulatedStateLog _log = new();
    private Instant[] _wakeAt;
    private Referee _referee;
    private int _run = 1;
    private long _requests;

    public SimulatedShell(SimulatedCluster cluster, OperatingMode mode)
    {
        _cluster = cluster;
        _mode = mode;
        _wakeAt = [.. cluster.Config.Domains.Select(_ => Instant.Never)];
        _referee = new Referee(cluster.Config, mode);
        State = StartState();
    }

    public ClusterState State { get; private set; }

    /// <summary>When the engine wants to be woken next.</summary>
    public Instant WakeAt => _wakeAt.Min();

    public SimulatedOperation? Issued(string id) => _issued.GetValueOrDefault(id);

    public string? LastSent(HostRef host, int resource, OperationKind kind) =>
        _lastSent.GetValueOrDefault((host.Domain, host.Host, resource, kind));

    /// <summary>How long it takes until an intent is on disk, or writing it was given up.</summary>
    public TimeSpan StateLogTime { get; set; } = TimeSpan.Zero;

    /// <summary>Another run of the manager begins, knowing nothing but its past.</summary>
    public void Restart()
    {
        _run++;
        State = StartState();
        _wakeAt = [.. _cluster.Config.Domains.Select(_ => Instant.Never)];
        _referee = new Referee(_cluster.Config, _mode, _referee);
    }

    /// <summary>Somebody asks for something.</summary>
    public void Ask(AdministratorVerb verb, int domain, int position, Mark mark, bool force)
    {
        Feed(new AdministratorAsked
        {
            Request = $"request-{++_requests}",
            Verb = verb,
            DomainIndex = domain,
            Position = position,
            Force = force,
            Mark = mark,
        });
        _cluster.Settle();
    }

    /// <summary>Wakes the first domain that wants to be woken by now.</summary>
    public void Wake() => Feed(new TimePassed(Array.FindIndex(_wakeAt, wake => wake <= _cluster.Time.Now)));

    public void Feed(EngineInput input)
    {
        var before = State;
        var stamped = input with { At = _cluster.Time.Now };
        var result = ClusterEngine.Step(_cluster.Config, State, stamped);
        State = result.State;
        if (input is not ClusterInput)
        {
            _wakeAt[input.Domain] = result.WakeAt;
        }

        _cluster.Transcript.Add(_cluster, result);
        _referee.Watch(stamped, before, result);
        foreach (var happened in result.Events)
        {
            _log.Append(happened);
        }

        foreach (var action in result.Actions)
        {
            if (action is RunOperation operation)
            {
                _lastSent[(operation.Host.Domain, operation.Host.Host, operation.Resource, operation.Kind)] = operation.Operation;
                _issued[operation.Operation] = new SimulatedOperation(operation.Operation, operation.Resource, operation.Kind);
            }

            ThisRunAt(_cluster.Time.Now, () => CarryOut(action));
        }

        for (var domain = 0; result.ConcernsAll && domain < _wakeAt.Length; domain++)
        {
            _wakeAt[domain] = _cluster.Time.Now;
        }
    }

    /// <summary>Plans something that only this run of the manager can do, or hear of.</summary>
    private void ThisRunAt(Instant instant, Action what)
    {
        var run = _run;
        _cluster.Time.At(instant, () =>
        {
            if (run == _run)
            {
                what();
            }
        });
    }

    private void CarryOut(ClusterAction anything)
    {
        switch (anything)
        {
            case RemoteAction action when !_cluster.Network.TrySend(action):
                TellNoAnswer(action);
                break;
            case ProbeHost probe:
                ThisRunAt(_cluster.Time.Now + AMoment, () => _cluster.Network.Probe(probe.Host));
                break;
            case ConfirmIntent intent:
                ThisRunAt(_cluster.Time.Now + StateLogTime, () => Feed(new IntentRecorded { Host = intent.Host, Attempt = intent.Attempt }));
                break;
            case CallFenceAgent call:
                var run = _run;
                _cluster.Power.Call(call, answered => FeedFrom(run, answered));
                break;
        }
    }

    /// <summary>What another run of the manager asked for is nobody's affair any more.</summary>
    private void FeedFrom(int run, EngineInput input)
    {
        if (run == _run)
        {
            Feed(input);
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

    private ClusterState StartState() => ClusterState.AtStart(_cluster.Config, _mode, SimulatedCluster.Version, $"run{_run}", _log.Replay());
}
