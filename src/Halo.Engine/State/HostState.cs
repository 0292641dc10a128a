namespace Halo.Engine.State;

/// <summary>All that the engine keeps of a host.</summary>
public sealed record HostState
{
    /// <summary>The host's addresses, in the order of the configuration; at least one.</summary>
    public required ImmutableArray<PathState> Paths { get; init; }

    /// <summary>The open connection over which operations go; null while there is none.</summary>
    public OpenConnection? Operating { get; init; }

    /// <summary>
    /// The number of the last session that was opened in this manager's life; 0 before. One that was only asked for may be another manager's.
    /// </summary>
    public long LastOpenedSession { get; init; }

    /// <summary>Where this manager stands with the remote.</summary>
    public SessionState Session { get; init; } = SessionState.None;

    /// <summary>Who deactivated the host; null while HALO may run groups here.</summary>
    public Mark? Deactivated { get; init; }

    /// <summary>Whether HALO may run groups here.</summary>
    public bool Active => Deactivated is null;

    /// <summary>Who fenced it, while nobody has reset it since.</summary>
    public Mark? Fenced { get; init; }

    /// <summary>The fence that is going on; null while there is none.</summary>
    public FenceAttempt? Fence { get; init; }

    /// <summary>An intent to fence without an outcome, from an earlier life of the manager (rule F8).</summary>
    public FenceOrder? OpenIntent { get; init; }

    /// <summary>The number of the last attempt to fence it, or of the open intent; 0 if there never was one.</summary>
    public long LastAttempt { get; init; }

    /// <summary>Why the last attempt to fence it failed; null when it did not.</summary>
    public string? FenceTrouble { get; init; }

    /// <summary>
    /// Whether it has been connected in this manager's life, and since it was last reset or got its power back (rule F4): until then it
    /// may be booting.
    /// </summary>
    public bool HasComeBack { get; init; }

    /// <summary>The proof that it has no power (rule K4); null while there is none.</summary>
    public OffProof? Off { get; init; }

    /// <summary>The call of its fence agent that has not ended; null while there is none.</summary>
    public PowerCall? PowerCall { get; init; }

    /// <summary>The number of the last call of its fence agent.</summary>
    public long LastPowerCall { get; init; }

    /// <summary>What its fence agent last said about its power; null if it was not asked yet.</summary>
    public PowerReading? Power { get; init; }

    /// <summary>When it was last to be probed out of turn; null if never.</summary>
    public Instant? ProbeAskedAt { get; init; }

    /// <summary>Whether it was told that the host is lost, since it was last connected.</summary>
    public bool LossIsTold { get; init; }

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

    /// <summary>When the first probe in a row to which nothing but silence came, or none but the kernel's answer, was sent.</summary>
    public Instant UnheardSince { get; init; }

    /// <summary>When the probe was sent that <see cref="Answer"/> is about.</summary>
    public Instant ProbedAt { get; init; }

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
