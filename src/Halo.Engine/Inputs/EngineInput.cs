namespace Halo.Engine.Inputs;

/// <summary>Something that happened in the world, and when the shell learned of it.</summary>
public abstract record EngineInput
{
    /// <summary>When; the loop that feeds the engine stamps it, never earlier than that of the input before.</summary>
    public Instant At { get; init; }

    /// <summary>The failover domain that it concerns.</summary>
    public abstract int Domain { get; }
}

/// <summary>Something that happened to the manager itself, and so to no failover domain alone.</summary>
public abstract record ClusterInput : EngineInput
{
    /// <summary>No domain has this number.</summary>
    public const int NoDomain = -1;

    /// <inheritdoc/>
    public sealed override int Domain => NoDomain;
}

/// <summary>
/// The loop that feeds the engine was late by more than <see cref="Settings.DetectionInterval"/>: what it took for a host's
/// silence may have been its own (rule F1).
/// </summary>
public sealed record LoopWasLate : ClusterInput
{
    /// <summary>By how much.</summary>
    public required TimeSpan By { get; init; }
}

/// <summary>The ping hosts were asked, all of them (rule F6).</summary>
public sealed record PingHostsAsked : ClusterInput
{
    /// <summary>When they were asked.</summary>
    public required Instant SentAt { get; init; }

    /// <summary>Whether one of them answered.</summary>
    public required bool Answered { get; init; }
}

/// <summary>An administrator cleared the list of events.</summary>
public sealed record ClearAsked : ClusterInput
{
    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>The administrator's reason; empty where none was given.</summary>
    public string Why { get; init; } = "";
}

/// <summary>Something that happened to a host.</summary>
public abstract record HostInput : EngineInput
{
    /// <summary>The host.</summary>
    public required HostRef Host { get; init; }

    /// <inheritdoc/>
    public sealed override int Domain => Host.Domain;
}

/// <summary>Nothing happened until the instant at which the engine wanted to be woken.</summary>
public sealed record TimePassed(int DomainIndex) : EngineInput
{
    /// <inheritdoc/>
    public override int Domain => DomainIndex;
}

/// <summary>How a probe of a path ended.</summary>
public enum PathAnswer
{
    /// <summary>The path has not been probed yet.</summary>
    NotProbed,

    /// <summary>The remote answered.</summary>
    Answered,

    /// <summary>The host's kernel refused or reset the connection: it runs, the remote does not.</summary>
    Refused,

    /// <summary>The host's kernel took the connection, the remote said nothing.</summary>
    Mute,

    /// <summary>No answer at all, or "no route to host".</summary>
    Silent,

    /// <summary>The manager's own trouble (a name, descriptors, its network): says nothing about the host.</summary>
    LocalTrouble,
}

/// <summary>A path was probed.</summary>
public sealed record PathProbed : HostInput
{
    /// <summary>The address' position in <see cref="HostConfig.Addresses"/>.</summary>
    public required int Path { get; init; }

    /// <summary>How the probe ended.</summary>
    public required PathAnswer Answer { get; init; }

    /// <summary>When the probe was sent.</summary>
    public required Instant SentAt { get; init; }

    /// <summary>What went wrong, for people; empty when the remote answered.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>A connection to a host's remote was opened and the remote said who it is.</summary>
public sealed record PathOpened : HostInput
{
    /// <summary>The address' position in <see cref="HostConfig.Addresses"/>.</summary>
    public required int Path { get; init; }

    /// <summary>The connection's number; no two connections of a manager's life share one.</summary>
    public required long Connection { get; init; }

    /// <summary>When the question to which the remote answered was sent: the host was up after that.</summary>
    public required Instant SentAt { get; init; }

    /// <summary>Who answered.</summary>
    public required RemoteIdentity Remote { get; init; }

    /// <summary>The highest session number that the remote has seen.</summary>
    public required long LastSession { get; init; }

    /// <summary>Starts and stops that have not ended on the host.</summary>
    public ImmutableArray<ForeignOperation> InFlight { get; init; } = [];
}

/// <summary>A connection is gone.</summary>
public sealed record PathClosed : HostInput
{
    /// <summary>The address' position in <see cref="HostConfig.Addresses"/>.</summary>
    public required int Path { get; init; }

    /// <summary>The connection's number.</summary>
    public required long Connection { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Why { get; init; }
}

/// <summary>The remote took this manager's session.</summary>
public sealed record SessionOpened : HostInput
{
    /// <summary>The connection over which it was asked.</summary>
    public required long Connection { get; init; }

    /// <summary>The session's number.</summary>
    public required long Session { get; init; }

    /// <summary>Starts and stops that have not ended on the host, as of now; from now on no older session begins one.</summary>
    public ImmutableArray<ForeignOperation> InFlight { get; init; } = [];
}

/// <summary>The remote did not take this manager's session, or has given it up.</summary>
public sealed record SessionRefused : HostInput
{
    /// <summary>The connection over which it was learned.</summary>
    public required long Connection { get; init; }

    /// <summary>The number of the session that is refused.</summary>
    public required long Session { get; init; }

    /// <summary>The other manager whose session is open, for people; null when it was refused for another reason.</summary>
    public string? OtherManager { get; init; }

    /// <summary>The remote's reason, for people.</summary>
    public required string Why { get; init; }

    /// <summary>The highest session number that the remote has seen, where it said so.</summary>
    public long LastSession { get; init; }
}

/// <summary>An operation has ended on its host.</summary>
public sealed record OperationEnded : HostInput
{
    /// <summary>The operation's id.</summary>
    public required string Operation { get; init; }

    /// <summary>How it ended.</summary>
    public required AgentOutcome Outcome { get; init; }
}

/// <summary>The remote says, in the open session, that it did not run the operation and never will.</summary>
public sealed record OperationNotRun : HostInput
{
    /// <summary>The operation's id.</summary>
    public required string Operation { get; init; }

    /// <summary>The remote's reason, for people.</summary>
    public required string Why { get; init; }
}

/// <summary>No answer will come to the question that was asked; whether the operation ran is not known.</summary>
public sealed record OperationUnanswered : HostInput
{
    /// <summary>The operation's id.</summary>
    public required string Operation { get; init; }
}
