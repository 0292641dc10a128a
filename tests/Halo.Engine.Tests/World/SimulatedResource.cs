namespace Halo.Engine.Tests.World;

/// <summary>How an agent's action ends in the simulated world.</summary>
internal sealed record Ending(OutcomeKind Kind, int ExitCode = 0, string Reason = "", string Leaving = "")
{
    public static Ending Exit(int code, string reason = "") => new(OutcomeKind.Exited, code, reason);
}

/// <summary>The truth about one resource on one host, which the engine must find out.</summary>
internal sealed class SimulatedResource
{
    /// <summary>Whether it really runs here.</summary>
    public bool Runs { get; set; }

    /// <summary>What its monitor says whatever is true; null where it tells the truth.</summary>
    public Ending? Says { get; set; }

    /// <summary>Whether <see cref="Says"/> holds for the next monitor only.</summary>
    public bool SaysOnce { get; set; }

    /// <summary>Answers that monitors give in turn, for ever; empty where there are none.</summary>
    public IReadOnlyList<Ending> SaysInTurn { get; set; } = [];

    /// <summary>How each action ends, monitors included; null: it hangs.</summary>
    public SortedDictionary<OperationKind, Ending?> Endings { get; } = new()
    {
        [OperationKind.Start] = Ending.Exit(OcfExitCode.Success),
        [OperationKind.Stop] = Ending.Exit(OcfExitCode.Success),
        [OperationKind.Monitor] = Ending.Exit(OcfExitCode.Success),
    };

    /// <summary>Whether a start or stop that says success changes nothing.</summary>
    public bool Lies { get; set; }

    /// <summary>The process that an earlier operation left behind; empty where there is none.</summary>
    public string LeftBehind { get; set; } = "";

    /// <summary>The sequence number of the last answer.</summary>
    public long Sequence { get; set; }

    /// <summary>What was asked and has not ended, in the order in which it came; the first is running.</summary>
    public List<SimulatedOperation> Queue { get; } = [];

    private int _told;

    /// <summary>What the monitor answers now.</summary>
    public Ending Monitored()
    {
        if (SaysInTurn.Count > 0)
        {
            return SaysInTurn[_told++ % SaysInTurn.Count];
        }

        var answer = Says ?? Ending.Exit(Runs ? OcfExitCode.Success : OcfExitCode.NotRunning);
        if (SaysOnce)
        {
            (Says, SaysOnce) = (null, false);
        }

        return answer;
    }
}

/// <summary>An operation on a simulated remote.</summary>
internal sealed class SimulatedOperation(string id, int resource, OperationKind kind)
{
    public string Id { get; } = id;

    public int Resource { get; } = resource;

    public OperationKind Kind { get; } = kind;

    /// <summary>The connection over which somebody waits for its answer; null when nobody does.</summary>
    public long? AskedOver { get; set; }

    /// <summary>Whether an earlier instance of the remote began it.</summary>
    public bool Inherited { get; set; }

    /// <summary>Its outcome once it has ended.</summary>
    public AgentOutcome? Outcome { get; set; }
}
