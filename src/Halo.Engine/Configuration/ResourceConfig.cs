namespace Halo.Engine.Configuration;

/// <summary>One thing that an OCF resource agent starts, stops and monitors.</summary>
public sealed record ResourceConfig
{
    /// <summary>The resource's name, unique in the cluster.</summary>
    public required string Id { get; init; }

    /// <summary>The agent that runs it.</summary>
    public required AgentKind Kind { get; init; }

    /// <summary>The agent's parameters (<c>OCF_RESKEY_*</c>), sorted by name.</summary>
    public ImmutableArray<Parameter> Parameters { get; init; } = [];

    /// <summary>The deadlines that the file gives.</summary>
    public OperationTimeouts Timeouts { get; init; }
}

/// <summary>
/// Deadlines of a resource's operations. Null means that the file says nothing: the remote takes what the agent's
/// meta-data advertises and, where that is silent too, 300 s for start and stop and 60 s for monitor.
/// </summary>
public readonly record struct OperationTimeouts(TimeSpan? Start, TimeSpan? Stop, TimeSpan? Monitor);
