namespace Halo.Protocol.Remote;

/// <summary>Who a remote is, whose session it is in, and which operations have not ended on it.</summary>
public sealed record HelloAnswer
{
    /// <summary>HALO's version. Manager and remote must be of the same one.</summary>
    public required string Version { get; init; }

    /// <summary>Random, new with every start of the remote.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The kernel's boot id (<c>/proc/sys/kernel/random/boot_id</c>).</summary>
    public required string BootId { get; init; }

    /// <summary>For how long this remote has been running.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>The highest session number that was ever opened on this instance; 0 before the first.</summary>
    public required long LastSession { get; init; }

    /// <summary>The session that is open now, or null.</summary>
    public SessionOwner? Owner { get; init; }

    /// <summary>Operations that were begun, by whomever, and have not ended.</summary>
    public required OperationInFlight[] InFlight { get; init; }
}

/// <summary>The manager that a remote's session belongs to.</summary>
public sealed record SessionOwner
{
    /// <summary>The session's number.</summary>
    public required long Session { get; init; }

    /// <summary>The manager's random id, kept beside its state log.</summary>
    public required string ManagerId { get; init; }

    /// <summary>Where that manager runs, for people: host name and process id.</summary>
    public required string ManagerName { get; init; }
}

/// <summary>An operation that has not ended on a remote.</summary>
public sealed record OperationInFlight
{
    /// <summary>The operation's id, as the manager that sent it made it.</summary>
    public required string Id { get; init; }

    /// <summary>The resource.</summary>
    public required string Resource { get; init; }

    /// <summary>What is being done.</summary>
    public required AgentAction Action { get; init; }

    /// <summary>For how long.</summary>
    public required double RunningSeconds { get; init; }

    /// <summary>Whether an earlier instance of the remote began it; its exit status is lost.</summary>
    public required bool Inherited { get; init; }
}

/// <summary>
/// Opens a session. <see cref="Session"/> must be higher than <see cref="HelloAnswer.LastSession"/>; another manager's
/// open session is a refusal (<see cref="ErrorCodes.OtherManager"/>). From the answer on, requests of older sessions are
/// refused, wherever they were stuck.
/// </summary>
public sealed record OpenSessionRequest
{
    /// <summary>The new session's number.</summary>
    public required long Session { get; init; }

    /// <summary>The instance that the manager believes it talks to.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The boot that the manager believes it talks to.</summary>
    public required string BootId { get; init; }

    /// <summary>The manager's random id, kept beside its state log.</summary>
    public required string ManagerId { get; init; }

    /// <summary>Where the manager runs, for people.</summary>
    public required string ManagerName { get; init; }
}

/// <summary>A sign of life.</summary>
public sealed record PingRequest
{
    /// <summary>The session to keep open; null in observe mode.</summary>
    public long? Session { get; init; }
}

/// <summary>The answer to a sign of life.</summary>
public sealed record PingAnswer
{
    /// <summary>The remote's instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Whether the session that the ping named is still the open one; true where it named none.</summary>
    public required bool SessionOpen { get; init; }

    /// <summary>The session that is open now, or null.</summary>
    public SessionOwner? Owner { get; init; }
}
