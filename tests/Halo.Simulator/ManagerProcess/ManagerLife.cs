namespace Halo.Simulator.ManagerProcess;

/// <summary>
/// One life of the manager's process: what Halo.Manager's loop does around the real engine, and nothing else. It stamps inputs,
/// writes events, then has the actions carried out; it decides nothing.
/// </summary>
internal sealed class ManagerLife
{
    // More than any cascade of answers at one instant; beyond it the engine asks and acts without end.
    private const int StepsPerInstant = 2_000;

    private readonly SimulatedWorld _world;
    private readonly SimulatedManager _manager;
    private readonly RemoteCalls _calls;
    private readonly List<PathProber> _probers = [];
    private readonly List<Action> _backlog = [];
    private readonly Instant[] _wakeAt;
    private long _zero;
    private long _stoppedAt;
    private long _lastConnection;
    private (long At, int Steps) _instant;

    public ManagerLife(SimulatedWorld world, SimulatedManager manager, ClusterState state)
    {
        _world = world;
        _manager = manager;
        _zero = world.Time.Now;
        _wakeAt = [.. world.Config.Domains.Select(_ => Instant.Never)];
        _calls = new RemoteCalls(world, this);
        State = state;
        BeganWith = state;
    }

    public ClusterState State { get; private set; }

    /// <summary>The state in which it began, from the log.</summary>
    public ClusterState BeganWith { get; }

    public string Name => _manager.Name;

    public LogDisk Log => _manager.Log;

    public bool IsAlive { get; private set; } = true;

    public bool IsStopped { get; private set; }

    public SortedDictionary<long, Connection> Connections { get; } = [];

    public Instant Now => new(_world.Time.Now - _zero);

    public long NextConnection() => ++_lastConnection;

    public void Begin()
    {
        foreach (var host in _world.Hosts)
        {
            for (var path = 0; path < host.Config.Addresses.Length; path++)
            {
                _probers.Add(new PathProber(_world, this, host, path));
            }
        }

        _ = _world.Config.Settings.PingHosts.Length > 0 ? new PingProber(_world, this) : null;
        FeedAll();
    }

    public void End()
    {
        IsAlive = false;
        foreach (var connection in Connections.Values)
        {
            connection.IsOpen = false;
        }
    }

    /// <summary>Does something in the process: now, or when it goes on; never, if it has ended.</summary>
    public void Do(Action what)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsStopped)
        {
            _backlog.Add(what);
        }
        else
        {
            what();
        }
    }

    public void After(long delay, Action what) => _world.Time.After(delay, () => Do(what));

    /// <summary>The process stands still for a while: a stopped virtual machine, a machine that swaps.</summary>
    public void Stop(long time)
    {
        if (!IsStopped)
        {
            (IsStopped, _stoppedAt) = (true, _world.Time.Now);
            _world.Time.After(time, GoOn);
        }
    }

    public void GoOn()
    {
        if (!IsAlive || !IsStopped)
        {
            return;
        }

        IsStopped = false;
        TellLateness(_world.Time.Now - _stoppedAt);
        var backlog = _backlog.ToArray();
        _backlog.Clear();
        foreach (var what in backlog)
        {
            Do(what);
        }
    }

    /// <summary>The clock jumps forwards, as after a suspend.</summary>
    public void JumpClock(long by)
    {
        _zero -= by;
        for (var domain = 0; domain < _wakeAt.Length; domain++)
        {
            Wake(domain, _wakeAt[domain]);
        }

        Do(() => TellLateness(by));
    }

    public void Feed(EngineInput input)
    {
        if (!IsAlive)
        {
            return;
        }

        CountStep();
        var stamped = input with { At = Now };
        var result = Step(stamped);
        var dying = IsTheLast(result) ? _manager.DiesAt : null;
        if (dying is DyingPoint.BeforeAppend or DyingPoint.InAppend)
        {
            _world.Trace?.World($"{Name} dies {dying}");
            Die(dying == DyingPoint.InAppend ? result.Events : []);
            return;
        }

        State = result.State;
        if (input.Domain >= 0)
        {
            Wake(input.Domain, result.WakeAt);
        }

        var wait = _manager.Log.Append(result.Events);
        _world.Trace?.Step(stamped, result);
        _world.Judge.Watch(stamped, result);
        if (dying == DyingPoint.BeforeActions)
        {
            Die([]);
            return;
        }

        var actions = dying == DyingPoint.AfterFirstAction ? result.Actions.Take(1) : result.Actions;
        foreach (var action in actions)
        {
            After(wait, () => _calls.CarryOut(action));
        }

        if (dying is not null)
        {
            After(wait, () => Die([]));
        }

        if (result.ConcernsAll)
        {
            After(0, FeedAll);
        }
    }

    public void ProbeNow(HostRef host)
    {
        foreach (var prober in _probers.Where(prober => prober.Host.Place == host))
        {
            prober.ProbeNow();
        }
    }

    private StepResult Step(EngineInput input)
    {
        try
        {
            return ClusterEngine.Step(_world.Config, State, input);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ViolationException("total", $"the engine throws on {input.GetType().Name}: {e}");
        }
    }

    private void FeedAll()
    {
        for (var domain = 0; domain < _wakeAt.Length; domain++)
        {
            Feed(new TimePassed(domain));
        }
    }

    private void Wake(int domain, Instant at)
    {
        _wakeAt[domain] = at;
        if (at == Instant.Never)
        {
            return;
        }

        _world.Time.At(_zero + at.Milliseconds, () => Do(() =>
        {
            if (_wakeAt[domain] == at && at <= Now)
            {
                Feed(new TimePassed(domain));
            }
        }));
    }

    private void TellLateness(long by)
    {
        if (by > _world.Schedule.Shape.DetectionInterval)
        {
            Feed(new LoopWasLate { By = TimeSpan.FromMilliseconds(by) });
        }
    }

    /// <summary>Whether a step is of the kind in which the process is to die, if it is to: it decides something, or it only writes.</summary>
    private bool IsTheLast(StepResult result)
    {
        var decides = result.Actions.Any(action => action is not RunOperation { Kind: OperationKind.Monitor });
        return _manager.DiesWriting ? !decides && !result.Events.IsEmpty : decides;
    }

    private void Die(IReadOnlyList<ClusterEvent> torn)
    {
        _manager.DiesAt = null;
        _world.Judge.Died(this);
        _manager.Log.Tear(torn);
        _manager.Kill(_manager.DeadFor);
    }

    private void CountStep()
    {
        _instant = _instant.At == _world.Time.Now ? (_instant.At, _instant.Steps + 1) : (_world.Time.Now, 1);
        if (_instant.Steps > StepsPerInstant)
        {
            throw new ViolationException("settles", "the engine asks and acts without end at one instant");
        }

        _world.Judge.Steps++;
    }
}
