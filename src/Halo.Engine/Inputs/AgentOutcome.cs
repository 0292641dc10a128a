namespace Halo.Engine.Inputs;

/// <summary>How an agent's process ended.</summary>
public enum OutcomeKind
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>By a signal that was not the remote's.</summary>
    Signaled,

    /// <summary>At its deadline, by the remote.</summary>
    TimedOut,

    /// <summary>It could not be started at all.</summary>
    NotStarted,

    /// <summary>It has ended, and how is lost: the remote was restarted meanwhile.</summary>
    Lost,
}

/// <summary>What a resource agent's action came to.</summary>
public sealed record AgentOutcome
{
    /// <summary>How the process ended.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>The exit code (OCF Resource Agent API 1.1) of one that exited.</summary>
    public int ExitCode { get; init; }

    /// <summary>The agent's or the remote's own reason, for people; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Counts the ended operations of the resource on the remote's instance.</summary>
    public required long Sequence { get; init; }

    /// <summary>Processes of this or an earlier failed operation of the resource that are still there, for people.</summary>
    public ImmutableArray<string> LeftBehind { get; init; } = [];

    /// <summary>Whether the agent exited with this code.</summary>
    public bool Exited(int code) => Kind == OutcomeKind.Exited && ExitCode == code;

    /// <summary>The reason in one clause: the agent's own words where it has any, else what its exit means.</summary>
    public string Describe() => Reason.Length > 0 && Kind == OutcomeKind.Exited ? Reason : Kind switch
    {
        OutcomeKind.Exited => $"exit {ExitCode} ({OcfExitCode.Meaning(ExitCode)})",
        // The remote's reasons for these two say what happened, with the signal or the time, and what the agent last said.
        OutcomeKind.Signaled => Reason.Length > 0 ? Reason : "ended by a signal",
        OutcomeKind.TimedOut => Reason.Length > 0 ? Reason : "did not end before its deadline",
        OutcomeKind.NotStarted => Reason.Length > 0 ? $"could not be run: {Reason}" : "could not be run",
        OutcomeKind.Lost => "its outcome is lost, the remote was restarted meanwhile",
    };
}

/// <summary>Exit codes of resource agents (OCF Resource Agent API 1.1, and Pacemaker's 190).</summary>
public static class OcfExitCode
{
    /// <summary>Success; of a monitor: it runs.</summary>
    public const int Success = 0;

    /// <summary>The software that the resource needs is not installed.</summary>
    public const int NotInstalled = 5;

    /// <summary>Of a monitor: cleanly not running.</summary>
    public const int NotRunning = 7;

    /// <summary>Of a monitor: it runs, degraded.</summary>
    public const int Degraded = 190;

    /// <summary>A code in words.</summary>
    public static string Meaning(int code) => code switch
    {
        Success => "success",
        1 => "generic error",
        2 => "bad parameter",
        3 => "action not implemented",
        4 => "no permission",
        NotInstalled => "not installed",
        6 => "not configured",
        NotRunning => "not running",
        8 => "running promoted",
        9 => "failed promoted",
        Degraded => "running degraded",
        191 => "promoted degraded",
        _ => "not an OCF code",
    };
}
