namespace Halo.Simulator.World;

/// <summary>How an agent behaves while a fault holds.</summary>
internal readonly record struct AgentMode(FaultKind? Fault, long Until);

/// <summary>One way in which a resource really runs on a host: a mount.</summary>
/// <param name="Edition">Under which of its definitions (<see cref="ShapeResource.Edition"/>).</param>
/// <param name="Since">Since when.</param>
/// <param name="SentAt">When HALO sent the start that made it run; null where somebody's hand did.</param>
internal sealed record RunningInstance(int Edition, long Since, long? SentAt)
{
    /// <summary>Whether somebody has taken it on himself that it runs outside what HALO looks at.</summary>
    public bool IsDisowned { get; set; }
}

/// <summary>The truth about one resource on one host, which a manager must find out.</summary>
internal sealed class ResourceTruth(SimulatedWorld world, SimulatedHost host, int position)
{
    private readonly AgentMode[] _modes = new AgentMode[3];
    private readonly List<RunningInstance> _running = [];
    private bool _isLying;

    public SimulatedHost Host { get; } = host;

    /// <summary>Its position in <see cref="Shape.Resources"/>.</summary>
    public int Position { get; } = position;

    /// <summary>How it runs here, if it does: in several ways when its definition changed while it ran.</summary>
    public IReadOnlyList<RunningInstance> Running => _running;

    /// <summary>Whether it really runs here, in whatever way.</summary>
    public bool Runs => _running.Count > 0;

    /// <summary>Processes of starts and stops that failed and are still there.</summary>
    public List<AgentProcess> Left { get; } = [];

    /// <summary>Whether a monitor is to say 7 once though it runs.</summary>
    public bool SaysSevenOnce { get; set; }

    private string Name => $"{world.Shape.Resources[Position].Name} on {Host.Config.Id}";

    /// <summary>Whether it really runs here as it was defined then.</summary>
    public bool RunsAs(int edition)
    {
        foreach (var instance in _running)
        {
            if (instance.Edition == edition)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It begins to run, as it is defined now.</summary>
    public void Start() => Start(world.Shape.Resources[Position].Edition, sentAt: null);

    public void Start(int edition, long? sentAt)
    {
        if (RunsAs(edition))
        {
            return;
        }

        var started = new RunningInstance(edition, world.Time.Now, sentAt);
        _running.Add(started);
        world.Trace?.World($"{Name} runs {(edition > 0 ? $"as edition {edition} " : "")}{(sentAt is null ? "by hand" : "by HALO")}");
        world.Judge.Truth.Started(this, started);
    }

    /// <summary>It ends, however it ran.</summary>
    public void Stop()
    {
        if (Runs)
        {
            world.Trace?.World($"{Name} is stopped");
            _running.Clear();
        }
    }

    /// <summary>It ends as it was defined then.</summary>
    public void Stop(int edition)
    {
        if (_running.RemoveAll(instance => instance.Edition == edition) > 0)
        {
            world.Trace?.World($"{Name} is stopped{(edition > 0 ? $" as edition {edition}" : "")}");
        }
    }

    public void EndWithHost()
    {
        Stop();
        Left.Clear();
        (SaysSevenOnce, _isLying) = (false, false);
    }

    public void Misbehave(OperationKind kind, FaultKind fault, long until) => _modes[(int)kind] = new AgentMode(fault, until);

    public FaultKind? ModeOf(OperationKind kind) => _modes[(int)kind] is { Fault: { } fault, Until: var until } && until > world.Time.Now ? fault : null;

    public void Behave()
    {
        Array.Clear(_modes);
        SaysSevenOnce = false;
    }

    /// <summary>What a monitor finds: one wrong 7 is never followed by another.</summary>
    public int Monitored(int edition)
    {
        var runs = RunsAs(edition);
        _isLying = runs && SaysSevenOnce && !_isLying;
        if (_isLying)
        {
            SaysSevenOnce = false;
            return OcfExitCode.NotRunning;
        }

        return runs ? OcfExitCode.Success : OcfExitCode.NotRunning;
    }
}
