namespace Halo.Engine.Decisions;

/// <summary>One line of the state log: who or what did which thing to which object, and why.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">To what: a host, a group or a resource.</param>
/// <param name="Comment">Why, in one sentence; may be empty.</param>
public sealed record ClusterEvent(EventKind Kind, string Object, string Comment)
{
    /// <summary>Who: <c>halo</c>, or the administrator who asked.</summary>
    public string By { get; init; } = "halo";
}

/// <summary>What an event is about. The state log writes the name in lower case.</summary>
public enum EventKind
{
    /// <summary>HALO talks to a host's remote.</summary>
    Connected,

    /// <summary>HALO does not talk to a host's remote any more.</summary>
    Disconnected,

    /// <summary>A host is in another manager's session; HALO is passive in its failover domain.</summary>
    Passive,

    /// <summary>A resource was found running where that was not known.</summary>
    Running,

    /// <summary>A resource that ran was found stopped.</summary>
    Stopped,

    /// <summary>A resource's monitor reports an error.</summary>
    Error,

    /// <summary>A start was sent.</summary>
    Start,

    /// <summary>A stop was sent.</summary>
    Stop,

    /// <summary>A start or stop failed.</summary>
    Failed,

    /// <summary>A group is running on two hosts, or looks so; nobody touches it.</summary>
    Conflict,

    /// <summary>A conflict is over.</summary>
    ConflictOver,

    /// <summary>An administrator put a group under management.</summary>
    Manage,

    /// <summary>An administrator took a group out of management.</summary>
    Unmanage,
}
