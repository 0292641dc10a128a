namespace Halo.Engine.Decisions;

/// <summary>What a step came to.</summary>
public sealed record StepResult
{
    /// <summary>The new state.</summary>
    public required ClusterState State { get; init; }

    /// <summary>What happened. They are on disk before <see cref="Actions"/> run.</summary>
    public ImmutableArray<ClusterEvent> Events { get; init; } = [];

    /// <summary>What the shell is to do, in this order.</summary>
    public ImmutableArray<ClusterAction> Actions { get; init; } = [];

    /// <summary>Why the input was recorded and changed nothing; null when it did change something.</summary>
    public string? Ignored { get; init; }

    /// <summary>
    /// Whether something changed that concerns every failover domain: each is to be given a <see cref="TimePassed"/> at once.
    /// </summary>
    public bool ConcernsAll { get; init; }

    /// <summary>When the input's failover domain wants <see cref="TimePassed"/> if nothing else comes before.</summary>
    public Instant WakeAt { get; init; } = Instant.Never;
}
