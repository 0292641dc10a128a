using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.State;

namespace Halo.Manager.Loop;

/// <summary>What the loop publishes after every step: immutable, and swapped whole.</summary>
internal sealed record ClusterSnapshot
{
    public required ClusterConfig Config { get; init; }

    public required ClusterState State { get; init; }

    /// <summary>The latest events, oldest first.</summary>
    public ImmutableQueue<TimedEvent> Events { get; init; } = [];

    /// <summary>The <see cref="TimedEvent.Number"/> of the latest event; 0 before the first.</summary>
    public long LastEvent { get; init; }
}

/// <summary>An event and the wall clock's time at which it became known.</summary>
internal sealed record TimedEvent(DateTimeOffset At, ClusterEvent Event)
{
    /// <summary>Counts the events of the manager's life, from 1; no two share one.</summary>
    public long Number { get; init; }
}
