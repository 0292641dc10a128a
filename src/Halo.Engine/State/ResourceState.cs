namespace Halo.Engine.State;

/// <summary>All that the engine keeps of one resource on one host.</summary>
public sealed record ResourceState
{
    /// <summary>What is known.</summary>
    public Knowledge Knowledge { get; init; } = Knowledge.AtStart;

    /// <summary>What was last known before an Unknown; for rules F2, F3 and P1 only.</summary>
    public KnowledgeKind LastKnown { get; init; } = KnowledgeKind.Unknown;

    /// <summary>A first monitor's answer that waits to be confirmed by a second one.</summary>
    public Unconfirmed Unconfirmed { get; init; }

    /// <summary>The one operation that was sent and has not ended, as far as is known.</summary>
    public Operation? InFlight { get; init; }

    /// <summary>How many monitors in a row got no answer though the host answers otherwise.</summary>
    public int MonitorsUnheard { get; init; }

    /// <summary>When the next monitor is due.</summary>
    public Instant MonitorDue { get; init; }

    /// <summary>The highest sequence number among the remote's answers; a lower one is history.</summary>
    public long Sequence { get; init; }

    /// <summary>A start or stop that failed here; kept until the administrator says <c>cleanup</c> (rule P8).</summary>
    public Failure? Failure { get; init; }

    /// <summary>
    /// After a start or stop that failed, timed out or left a process behind: a 7 proves nothing until
    /// <see cref="StopSucceeded"/> (rule K6).
    /// </summary>
    public bool Tainted { get; init; }

    /// <summary>A stop returned 0, no process of the resource was left, and the monitor that verifies it is awaited.</summary>
    public bool StopSucceeded { get; init; }

    /// <summary>When it was last seen running here; null if never in this manager's life.</summary>
    public Instant? SeenRunningAt { get; init; }

    /// <summary>
    /// It ran and was found stopped or in error though HALO did not stop it: the next start is a restart (rule P8).
    /// </summary>
    public bool Died { get; init; }

    /// <summary>When it was restarted here, the latest ones only (rule P8).</summary>
    public ImmutableArray<Instant> Restarts { get; init; } = [];

    /// <summary>Whether it is proven stopped and no answer that says otherwise waits to be confirmed.</summary>
    public bool IsStopped => Knowledge.Kind == KnowledgeKind.Stopped && Unconfirmed == Unconfirmed.None;

    /// <summary>
    /// Whether it was known to run, or to be in error, when it became Unknown: nothing has proven since that it was stopped.
    /// </summary>
    public bool WasHeldWhenLastKnown =>
        Knowledge.Kind == KnowledgeKind.Unknown && LastKnown is KnowledgeKind.Running or KnowledgeKind.Error;

    /// <summary>What the last finished monitor, or proof, made known, also where nothing is known now.</summary>
    public KnowledgeKind LastSeen => Knowledge.Kind == KnowledgeKind.Unknown ? LastKnown : Knowledge.Kind;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => Knowledge.Kind == KnowledgeKind.Running;

    /// <summary>Whether it is broken or undetermined.</summary>
    public bool IsError => Knowledge.Kind == KnowledgeKind.Error;

    /// <summary>Whether a start or stop is in flight; a monitor is not.</summary>
    public bool IsChanging => InFlight is { Kind: not OperationKind.Monitor };
}

/// <summary>A monitor's answer that must come twice to count (rule K2).</summary>
public enum Unconfirmed
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It said 7.</summary>
    NotRunning,

    /// <summary>It said something that is neither running nor stopped.</summary>
    Error,
}

/// <summary>An operation that was sent and has not ended, as far as is known.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="SentAt">When it was sent, or first heard of.</param>
/// <param name="IsProbe">Of a monitor: that it was sent with interval 0, where the resource is not expected.</param>
/// <param name="Remote">The instance of the remote to which it was sent.</param>
public sealed record Operation(string Id, OperationKind Kind, Instant SentAt, bool IsProbe, RemoteIdentity Remote)
{
    /// <summary>
    /// Null while an answer is awaited. Otherwise no answer will come by itself, and the remote is asked again from then on.
    /// </summary>
    public Instant? AskAgainAt { get; init; }
}

/// <summary>A start or stop that failed.</summary>
/// <param name="Kind">What failed.</param>
/// <param name="Because">The agent's own reason.</param>
public sealed record Failure(OperationKind Kind, string Because);
