namespace Halo.Engine.Decisions;

/// <summary>One line of the state log: who or what did which thing to which object, and why.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">To what: a host, a group or a resource.</param>
/// <param name="Comment">Why, in one sentence; may be empty.</param>
public sealed record ClusterEvent(EventKind Kind, string Object, string Comment)
{
    /// <summary>Who: <c>halo</c>, or the administrator who asked.</summary>
    public string By { get; init; } = Mark.Halo;

    /// <summary>Further facts that programs read, such as <c>stage=intent</c>; see <see cref="EventField"/>.</summary>
    public ImmutableArray<EventField> Fields { get; init; } = [];

    /// <summary>A field's value; null where the event has no such field.</summary>
    public string? this[string field] =>
        Fields.FirstOrDefault(f => string.Equals(f.Name, field, StringComparison.Ordinal)).Value;
}

/// <summary>A fact of an event that programs read.</summary>
public readonly record struct EventField(string Name, string Value)
{
    /// <summary>Of a <see cref="EventKind.Fence"/>: <c>intent</c>, <c>done</c>, <c>failed</c> or <c>abandoned</c>.</summary>
    public const string Stage = "stage";

    /// <summary>Of a <see cref="EventKind.Fence"/>, and of a <see cref="EventKind.Reset"/> that was written anew: the attempt's number on that host.</summary>
    public const string Attempt = "attempt";

    /// <summary>Of a <see cref="EventKind.Fence"/>: <c>yes</c> where an administrator forced it.</summary>
    public const string Force = "force";

    /// <summary>Of a <see cref="EventKind.Failed"/>: the host on which it failed.</summary>
    public const string Host = "host";

    /// <summary>Of a <see cref="EventKind.Failed"/>: <c>start</c> or <c>stop</c>.</summary>
    public const string Operation = "operation";

    /// <summary>Of a <see cref="EventKind.Group"/>: its hosts, home first, separated by commas.</summary>
    public const string Hosts = "hosts";

    /// <summary>Of a <see cref="EventKind.Group"/>: its resources, each <c>NAME=KIND#DIGEST</c>, separated by commas.</summary>
    public const string Resources = "resources";
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

    /// <summary>
    /// A resource may have been left half done on a host: a monitor's 7 proves nothing there until a stop has succeeded (rule K6).
    /// </summary>
    Tainted,

    /// <summary>A group is running on two hosts, or looks so; nobody touches it.</summary>
    Conflict,

    /// <summary>A conflict is over.</summary>
    ConflictOver,

    /// <summary>An administrator put a group under management.</summary>
    Manage,

    /// <summary>An administrator took a group out of management.</summary>
    Unmanage,

    /// <summary>An administrator let HALO run groups on a host again.</summary>
    Activate,

    /// <summary>An administrator keeps HALO from running groups on a host.</summary>
    Deactivate,

    /// <summary>A host is being fenced; the field <c>stage</c> says how far that is.</summary>
    Fence,

    /// <summary>An administrator said that a fenced host is healthy.</summary>
    Reset,

    /// <summary>An administrator had what failed forgotten.</summary>
    Cleanup,

    /// <summary>An administrator cleared the list of events.</summary>
    Clear,

    /// <summary>A group as the configuration defines it (rule K7).</summary>
    Group,

    /// <summary>A group is held because its definition changed (rule K7).</summary>
    Held,

    /// <summary>A host has been without an answer for so long that it counts as lost (rule F1).</summary>
    Lost,

    /// <summary>A move of a group to another host begins.</summary>
    Move,

    /// <summary>A move of a group has ended on the host that it was meant for.</summary>
    Moved,

    /// <summary>A move of a group did not come about.</summary>
    MoveFailed,

    /// <summary>A host was found, or ceased to be, verified off without a fence of HALO's.</summary>
    Power,

    /// <summary>An administrator had a host powered on.</summary>
    PowerOn,

    /// <summary>Most hosts are silent at once: HALO takes itself for the one that is cut off (rule F6).</summary>
    CutOff,

    /// <summary>The manager was late or is no longer cut off: all windows start anew (rules F1 and F6).</summary>
    WindowsAnew,

    /// <summary>
    /// The state log was moved away or shortened while the manager ran: what a starting manager must know was written anew, and stands after
    /// this line. The manager's writer says it, not the engine.
    /// </summary>
    WrittenAnew,
}
