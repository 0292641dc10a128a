namespace Halo.Engine.Decisions;

/// <summary>Something that the shell is to do.</summary>
public abstract record ClusterAction
{
    /// <summary>The host that it concerns.</summary>
    public required HostRef Host { get; init; }

    /// <summary>Why.</summary>
    public required Reason Reason { get; init; }
}

/// <summary>Something that goes to a host's remote.</summary>
public abstract record RemoteAction : ClusterAction
{
    /// <summary>The connection over which it goes. If that is gone, it must not go over another.</summary>
    public required long Connection { get; init; }

    /// <summary>Who answered on that connection when it was opened; the remote refuses what is meant for another.</summary>
    public required RemoteIdentity Remote { get; init; }
}

/// <summary>Run a resource agent.</summary>
public sealed record RunOperation : RemoteAction
{
    /// <summary>The operation's id, unique for ever.</summary>
    public required string Operation { get; init; }

    /// <summary>What to do.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The resource's position in <see cref="FailoverDomain.Resources"/>.</summary>
    public required int Resource { get; init; }

    /// <summary>The session in which it is sent; null where there is none (observe mode).</summary>
    public required long? Session { get; init; }

    /// <summary>How often the resource is monitored; zero for a probe, a start and a stop.</summary>
    public required TimeSpan Interval { get; init; }
}

/// <summary>Ask what became of a start or stop whose answer was lost. It must never start it.</summary>
public sealed record RecallOperation : RemoteAction
{
    /// <summary>The operation's id.</summary>
    public required string Operation { get; init; }
}

/// <summary>Open a session on a remote.</summary>
public sealed record OpenSession : RemoteAction
{
    /// <summary>The number to ask for.</summary>
    public required long Session { get; init; }
}

/// <summary>
/// Probe every path of a host now, without waiting for the next turn. What comes of it is told as <see cref="PathProbed"/>, as ever.
/// </summary>
public sealed record ProbeHost : ClusterAction;

/// <summary>
/// Say that the intent to fence is on disk, with <see cref="IntentRecorded"/>. The event of the same step is that intent, so
/// there is nothing to do but to keep the order: events first (rule F8).
/// </summary>
public sealed record ConfirmIntent : ClusterAction
{
    /// <summary>The attempt's number.</summary>
    public required long Attempt { get; init; }
}

/// <summary>Call a host's fence agent and tell what came of it with <see cref="PowerAnswered"/>, always and exactly once.</summary>
public sealed record CallFenceAgent : ClusterAction
{
    /// <summary>The call's number, new for every call to the host.</summary>
    public required long Call { get; init; }

    /// <summary>What to ask for.</summary>
    public required PowerVerb Verb { get; init; }

    /// <summary>Whether a fence of the host is going on: groups wait for the answer, and it must not wait for anybody else's.</summary>
    public bool BelongsToFence { get; init; }
}
