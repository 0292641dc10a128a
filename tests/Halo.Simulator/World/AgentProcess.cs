namespace Halo.Simulator.World;

/// <summary>
/// One run of a resource agent on a host. It goes on whether a remote watches it or not, and what it does to its resource it
/// does at some moment in between, not at its end.
/// </summary>
internal sealed class AgentProcess
{
    private readonly SimulatedWorld _world;
    private readonly ResourceTruth _resource;

    public AgentProcess(SimulatedWorld world, SimulatedHost host, Request request)
    {
        _world = world;
        _resource = host.Truths[request.Target.Position];
        Request = request;
    }

    public Request Request { get; }

    private OperationKind Kind => Request.Kind;

    private int Edition => Request.Target.Edition;

    public bool HasEnded { get; private set; }

    /// <summary>Who hears of its end; null while nobody watches.</summary>
    public Action<AgentOutcome>? Ended { get; set; }

    public void Begin()
    {
        if (Kind != OperationKind.Monitor)
        {
            _resource.Host.Processes.Add(this);
        }

        var mode = _resource.ModeOf(Kind);
        if (mode == FaultKind.AgentMissing)
        {
            End(new AgentOutcome { Kind = OutcomeKind.NotStarted, Reason = "the script is missing", Sequence = 0 });
            return;
        }

        switch (Kind)
        {
            case OperationKind.Monitor:
                Monitor(mode);
                break;
            default:
                Change(mode);
                break;
        }
    }

    /// <summary>It is killed with its remote: monitors only.</summary>
    public void Kill() => (HasEnded, Ended) = (true, null);

    private void Monitor(FaultKind? mode)
    {
        if (mode == FaultKind.MonitorHangs)
        {
            TimeOutAtDeadline();
            return;
        }

        _resource.Host.After(_world.Dice.Between(5, 150), () => Exit(mode switch
        {
            FaultKind.MonitorFails => 1,
            FaultKind.MonitorSaysDegraded when _resource.RunsAs(Edition) => OcfExitCode.Degraded,
            FaultKind.SoftwareMissing when !_resource.RunsAs(Edition) => OcfExitCode.NotInstalled,
            _ => _resource.Monitored(Edition),
        }));
    }

    private void Change(FaultKind? mode)
    {
        var takes = _world.Dice.Between(100, 1_500);
        switch (mode)
        {
            case FaultKind.StartFails or FaultKind.StopFails or FaultKind.SoftwareMissing:
                _resource.Host.After(takes, () => Exit(mode == FaultKind.SoftwareMissing ? OcfExitCode.NotInstalled : 1));
                break;
            case FaultKind.StartFailsYetRuns or FaultKind.StopFailsYetStops:
                _resource.Host.After(takes / 2, Work);
                _resource.Host.After(takes, () => Exit(1));
                break;
            case FaultKind.StartHangs or FaultKind.StopHangs:
                TimeOutAtDeadline();
                break;
            case FaultKind.StartSticks or FaultKind.StopSticks:
                StickBeyondDeadline();
                break;
            default:
                _resource.Host.After(_world.Dice.Between(1, takes), Work);
                _resource.Host.After(takes, () => Exit(IsDone() ? 0 : 1));
                break;
        }
    }

    /// <summary>It does what it is there for, unless something else is in the way.</summary>
    private void Work()
    {
        if (HasEnded)
        {
            return;
        }

        if (Kind == OperationKind.Start && _world.ParentsRun(_resource))
        {
            _resource.Start(Edition, Request.SentAt);
        }
        else if (Kind == OperationKind.Stop && !_world.DependentsRun(_resource))
        {
            _resource.Stop(Edition);
        }
    }

    private bool IsDone() => _resource.RunsAs(Edition) == (Kind == OperationKind.Start);

    private void TimeOutAtDeadline() => _resource.Host.After(_world.Schedule.Shape.OperationTimeout, () =>
        End(new AgentOutcome { Kind = OutcomeKind.TimedOut, Reason = "killed at its deadline", Sequence = 0 }));

    /// <summary>What cannot be killed does its work later, after everybody has given it up.</summary>
    private void StickBeyondDeadline()
    {
        var deadline = _world.Schedule.Shape.OperationTimeout;
        _resource.Host.After(deadline, () =>
        {
            _resource.Left.Add(this);
            Tell(new AgentOutcome { Kind = OutcomeKind.TimedOut, Reason = "it cannot be killed", Sequence = 0 });
        });
        _resource.Host.After(deadline + _world.Dice.Between(1_000, 40_000), () =>
        {
            Work();
            HasEnded = true;
            _resource.Left.Remove(this);
        });
    }

    private void Exit(int code) => End(new AgentOutcome
    {
        Kind = OutcomeKind.Exited,
        ExitCode = code,
        Reason = code is 1 ? "it does not work" : "",
        Sequence = 0,
    });

    private void End(AgentOutcome outcome)
    {
        if (!HasEnded)
        {
            HasEnded = true;
            Tell(outcome);
        }
    }

    private void Tell(AgentOutcome outcome)
    {
        _resource.Host.Processes.Remove(this);
        Ended?.Invoke(outcome);
    }
}
