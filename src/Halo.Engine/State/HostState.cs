namespace Halo.Engine.State;

/// <summary>All that the engine keeps of a host.</summary>
public sealed record HostState
{
    /// <summary>The host's addresses, in the order of the configuration; at least one.</summary>
    public required ImmutableArray<PathState> Paths { get; init; }

    /// <summary>The open connection over which operations go; null while there is none.</summary>
    public OpenConnection? Operating { get; init; }

    /// <summary>Where this manager stands with the remote.</summary>
    public SessionState Session { get; init; } = SessionState.None;

    /// <summary>Whether HALO may run groups here.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Whether it was connected in this manager's life.</summary>
    public bool WasConnected { get; init; }

    /// <summary>When contact was last lost; null while the host is connected and if it never was.</summary>
    public Instant? ContactLostAt { get; init; }

    /// <summary>Whether everything on it was declared Unknown since it was last connected (rule K3).</summary>
    public bool Forgotten { get; init; } = true;

    /// <summary>Who answered on the connection that was last used; null if the host never was connected.</summary>
    public RemoteIdentity? LastRemote { get; init; }

    /// <summary>
    /// Whether the connection was changed while the same remote answered all along, so that what is known stays.
    /// </summary>
    public bool ContinuesAfterSwitch { get; init; }

    /// <summary>A sentence about a remote that answers and cannot be used (its version); null otherwise.</summary>
    public string? Unusable { get; init; }
}

/// <summary>An open connection to a remote.</summary>
/// <param name="Path">The address' position.</param>
/// <param name="Number">The connection's number.</param>
/// <param name="Remote">Who answers on it.</param>
/// <param name="LastSession">The highest session number that the remote had seen when it was opened.</param>
/// <param name="InFlight">The starts and stops that had not ended then.</param>
public sealed record OpenConnection(
    int Path, long Number, RemoteIdentity Remote, long LastSession, ImmutableArray<ForeignOperation> InFlight);

/// <summary>One address of a host.</summary>
public sealed record PathState
{
    /// <summary>How the last probe ended.</summary>
    public PathAnswer Answer { get; init; } = PathAnswer.NotProbed;

    /// <summary>When the first probe in a row that ended in the same way was sent.</summary>
    public Instant Since { get; init; }

    /// <summary>When the last probe that was answered was sent; null if none was.</summary>
    public Instant? AnsweredAt { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The open connection, or null.</summary>
    public OpenConnection? Connection { get; init; }
}

/// <summary>How far this manager's session with a remote is.</summary>
public enum SessionStage
{
    /// <summary>There is none, and in observe mode there never is.</summary>
    None,

    /// <summary>It was asked for.</summary>
    Opening,

    /// <summary>It is this manager's.</summary>
    Open,

    /// <summary>The remote refused it; it will be asked for again.</summary>
    Refused,
}

/// <summary>Where this manager stands with a remote.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="Number">The session's number, or the highest that the remote is known to have seen.</param>
/// <param name="OtherManager">The manager whose session is open instead, for people; null where there is none.</param>
/// <param name="Why">Why it was refused, for people.</param>
/// <param name="RetryAt">When to ask again.</param>
public sealed record SessionState(SessionStage Stage, long Number, string? OtherManager, string Why, Instant RetryAt)
{
    /// <summary>No session.</summary>
    public static SessionState None { get; } = new(SessionStage.None, 0, null, "", Instant.Never);

    /// <summary>Asked for.</summary>
    public static SessionState Opening(long number) => new(SessionStage.Opening, number, null, "", Instant.Never);

    /// <summary>Open.</summary>
    public static SessionState Open(long number) => new(SessionStage.Open, number, null, "", Instant.Never);

    /// <summary>Refused.</summary>
    public static SessionState Refused(long lastSession, string? otherManager, string why, Instant retryAt) =>
        new(SessionStage.Refused, lastSession, otherManager, why, retryAt);
}
