namespace Halo.Simulator.World;

/// <summary>How an agent behaves while a fault holds.</summary>
internal readonly record struct AgentMode(FaultKind? Fault, long Until);

/// <summary>The truth about one resource on one host, which a manager must find out.</summary>
internal sealed class ResourceTruth(SimulatedWorld world, SimulatedHost host, int index)
{
    private readonly AgentMode[] _modes = new AgentMode[3];
    private bool _isLying;

    public SimulatedHost Host { get; } = host;

    public int Index { get; } = index;

    /// <summary>Whether it really runs here.</summary>
    public bool Runs { get; private set; }

    /// <summary>Since when.</summary>
    public long Since { get; private set; }

    /// <summary>When HALO sent the start that made it run; null where somebody's hand did.</summary>
    public long? SentAt { get; private set; }

    /// <summary>Processes of starts and stops that failed and are still there.</summary>
    public List<AgentProcess> Left { get; } = [];

    /// <summary>Whether a monitor is to say 7 once though it runs.</summary>
    public bool SaysSevenOnce { get; set; }

    public void Start(long? sentAt)
    {
        if (!Runs)
        {
            (Runs, Since, SentAt) = (true, world.Time.Now, sentAt);
            world.Trace?.World($"{Name} runs {(sentAt is null ? "by hand" : "by HALO")}");
            world.Judge.Truth.Started(this);
        }
    }

    public void Stop()
    {
        if (Runs)
        {
            world.Trace?.World($"{Name} is stopped");
        }

        Runs = false;
    }

    private string Name => $"{world.Config.Domains[Host.Place.Domain].Resources[Index].Id} on {Host.Config.Id}";

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
    public int Monitored()
    {
        _isLying = Runs && SaysSevenOnce && !_isLying;
        if (_isLying)
        {
            SaysSevenOnce = false;
            return OcfExitCode.NotRunning;
        }

        return Runs ? OcfExitCode.Success : OcfExitCode.NotRunning;
    }
}
