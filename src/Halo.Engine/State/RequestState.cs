namespace Halo.Engine.State;

/// <summary>How far an administrator's request is.</summary>
public enum RequestStage
{
    /// <summary>It is being done.</summary>
    Pending,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was tried and has failed.</summary>
    Failed,

    /// <summary>A rule forbids it; nothing was done.</summary>
    Refused,
}

/// <summary>What became of something that an administrator asked for.</summary>
public sealed record RequestState
{
    /// <summary>What was asked for, as it came in.</summary>
    public required AdministratorAsked Asked { get; init; }

    /// <summary>When it was taken: nobody waits for it for ever.</summary>
    public required Instant TakenAt { get; init; }

    /// <summary>How far it is.</summary>
    public RequestStage Stage { get; init; } = RequestStage.Pending;

    /// <summary>What is going on or how it ended, in one sentence; of a refusal, the rule and the facts.</summary>
    public string Text { get; init; } = "";

    /// <summary>The rule that forbids it; null where none does.</summary>
    public RuleId? Rule { get; init; }

    /// <summary>What to do about a failure or a refusal; empty otherwise.</summary>
    public string WayOut { get; init; } = "";

    /// <summary>The number of the attempt to fence that it began; 0 before, and of other requests.</summary>
    public long Attempt { get; init; }

    /// <summary>The number of the call of the fence agent that it began; 0 before, and of other requests.</summary>
    public long PowerCall { get; init; }

    /// <summary>Of a power on: when the status is to be asked again; null before.</summary>
    public Instant? AskAt { get; init; }

    /// <summary>Of a power on and of a cleanup: until when the outcome is awaited; null before.</summary>
    public Instant? Deadline { get; init; }

    /// <summary>When it ended; null while it is pending.</summary>
    public Instant? EndedAt { get; init; }
}
