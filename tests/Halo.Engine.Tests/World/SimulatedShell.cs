namespace Halo.Engine.Tests.World;

/// <summary>
/// Does with the real engine what the manager's shell does (carries out actions, feeds what comes back, wakes it when it wants to
/// be woken) and nothing else: it decides nothing. A referee watches every step.
/// </summary>
internal sealed class SimulatedShell
{
    private readonly SimulatedCluster _cluster;
    private readonly OperatingMode _mode;
    private readonly SortedDictionary<string, SimulatedOperation> _issued = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(int, int, int, OperationKind), string> _lastSent = [];
    private readonly Instant[] _wakeAt;
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

    /// <summary>Another run of the manager begins, knowing nothing.</summary>
    public void Restart()
    {
        _run++;
        State = StartState();
        Array.Fill(_wakeAt, Instant.Never);
        _referee = new Referee(_cluster.Config, _mode);
    }

    public void Manage(GroupRef group, bool managed)
    {
        Feed(new AdministratorAsked
        {
            Request = $"request-{++_requests}",
            Verb = managed ? AdministratorVerb.Manage : AdministratorVerb.Unmanage,
            DomainIndex = group.Domain,
            Position = group.Group,
            Mark = new Mark("root", "", ""),
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
        _wakeAt[input.Domain] = result.WakeAt;
        _cluster.Transcript.Add(_cluster, result);
        _referee.Watch(stamped, before, result);
        foreach (var action in result.Actions)
        {
            if (action is RunOperation operation)
            {
                _lastSent[(operation.Host.Domain, operation.Host.Host, operation.Resource, operation.Kind)] = operation.Operation;
                _issued[operation.Operation] = new SimulatedOperation(operation.Operation, operation.Resource, operation.Kind);
            }

            ThisRunAt(_cluster.Time.Now, () => CarryOut(action));
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
        if (anything is RemoteAction action && !_cluster.Network.TrySend(action))
        {
            TellNoAnswer(action);
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

    private ClusterState StartState() => ClusterState.AtStart(_cluster.Config, _mode, SimulatedCluster.Version, $"run{_run}");
}
