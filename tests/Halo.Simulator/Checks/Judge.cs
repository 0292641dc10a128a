namespace Halo.Simulator.Checks;

/// <summary>Watches a run: what the world is like, what the manager was told and what it does. It never believes the engine.</summary>
internal sealed class Judge
{
    private readonly SimulatedWorld _world;
    private readonly SortedSet<string> _unmanaged = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _deactivated = new(StringComparer.Ordinal);
    private readonly FenceCheck _fences;
    private readonly PlacementCheck _placement;
    private readonly StopCheck _stops;
    private readonly HoldCheck _holds;
    private readonly WaitCheck _waits;
    private Told _told;

    public Judge(SimulatedWorld world)
    {
        _world = world;
        Truth = new TruthCheck(world);
        Hits = new RuleHits(world);
        _told = new Told(world.Config);
        _fences = new FenceCheck(world, this);
        _placement = new PlacementCheck(world, this);
        _stops = new StopCheck(world, this, _placement);
        _holds = new HoldCheck(world);
        _waits = new WaitCheck(world, this);
    }

    public TruthCheck Truth { get; }

    public RuleHits Hits { get; }

    public long Steps { get; set; }

    /// <summary>Whether HALO may touch a group, by what administrators said and the log kept of it.</summary>
    public bool IsManaged(GroupRef group) => !_unmanaged.Contains(_world.Config[group].Id);

    public bool IsManaged(int domain, int group) => IsManaged(new GroupRef(domain, group));

    /// <summary>Whether HALO may run groups on a host, by what administrators said and the log kept of it.</summary>
    public bool IsActive(HostRef host) => !_deactivated.Contains(_world.Config[host].Id);

    /// <summary>Whether a path of a host answers, as far as the manager was told: then OFF proves nothing (rule K4).</summary>
    public bool Answers(HostRef host) => _told.Host(host).Answers;

    /// <summary>A life of the manager begins: nothing was told to it, and of what was said before counts what is on disk.</summary>
    public void Began(ManagerLife life)
    {
        _told = new Told(_world.Config);
        _unmanaged.Clear();
        _deactivated.Clear();
        foreach (var happened in life.Log.Durable)
        {
            LearnFlags(happened);
            _told.Recall(happened);
        }

        _waits.Restart();
        _holds.Began(life);
        _stops.Began();
        _fences.Began(life);
        Hits.Began();
    }

    public void Died(ManagerLife life) => LogCheck.Died(_world, life);

    /// <summary>A fence agent is called now.</summary>
    public void Calls(ManagerLife life, CallFenceAgent call) => _fences.Calls(life, call);

    /// <summary>One step of the engine, before its actions are carried out.</summary>
    public void Watch(EngineInput input, StepResult result)
    {
        if (result.WakeAt <= input.At)
        {
            throw new ViolationException("settles", "the engine wants to be woken in the past");
        }

        _told.Learn(input);
        _holds.Release(_told);
        _stops.Learn(input);
        foreach (var happened in result.Events)
        {
            LearnFlags(happened);
            Disown(happened);
            JudgeDeactivation(happened);
            JudgeFailure(happened);
            _told.Learn(happened, input.At);
            _fences.Learn(happened);
            _holds.Learn(happened);
            _stops.Learn(happened);
        }

        foreach (var action in result.Actions)
        {
            _placement.Judge(_told, input.At, action);
            _holds.Judge(action);
            _stops.Judge(_told, input.At, action);
            _fences.Judge(_told, input.At, action);
            _told.Learn(action);
        }

        TextCheck.Judge(input, result);
        _waits.Judge(input, result);
        Hits.Count(input, result);
    }

    /// <summary>A2: one host of every failover domain stays active.</summary>
    private void JudgeDeactivation(ClusterEvent happened)
    {
        if (happened.Kind == EventKind.Deactivate
            && !_world.Config.Domains.All(domain => _world.Config.Hosts.Any(host => host.Domain == domain.Index && IsActive(host))))
        {
            throw new ViolationException("A2", $"{happened.Object} was deactivated, the last active host of its failover domain");
        }
    }

    private void Disown(ClusterEvent happened)
    {
        if (happened.Kind == EventKind.Manage)
        {
            Truth.Disown(_world.Config.Groups.First(group => _world.Config[group].Id == happened.Object));
        }
    }

    /// <summary>P8: what is kept as failed has failed.</summary>
    private void JudgeFailure(ClusterEvent happened)
    {
        if (happened.Kind == EventKind.Failed && !_told.HasFailed(happened))
        {
            throw new ViolationException("P8", $"{happened.Object} is said to have failed ({happened.Comment}), and it has not");
        }
    }

    private void LearnFlags(ClusterEvent happened)
    {
        _ = happened.Kind switch
        {
            EventKind.Deactivate => _deactivated.Add(happened.Object),
            EventKind.Activate => _deactivated.Remove(happened.Object),
            EventKind.Unmanage => _unmanaged.Add(happened.Object),
            EventKind.Manage => _unmanaged.Remove(happened.Object),
            _ => false,
        };
    }
}
