using Halo.Engine.Configuration;
using Halo.Engine.State;
using Halo.Manager.StateLog;

namespace Halo.Manager.Loop;

/// <summary>What the loop publishes after every step: immutable, and swapped whole.</summary>
internal sealed record ClusterSnapshot
{
    public required ClusterConfig Config { get; init; }

    public required ClusterState State { get; init; }

    /// <summary>The latest events.</summary>
    public EventHistory History { get; init; } = EventHistory.Empty;

    /// <summary>Why the state log is not written at present; null while it is.</summary>
    public string? LogTrouble { get; init; }

    /// <summary>The fence agents that are not installed, each with a clause that says where it was looked for.</summary>
    public ImmutableSortedDictionary<string, string> MissingAgents { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
