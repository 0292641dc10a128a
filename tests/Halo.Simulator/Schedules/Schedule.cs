namespace Halo.Simulator.Schedules;

/// <summary>
/// A whole run as data: the cluster, and what happens to it when. The same schedule always comes to the same end; one that
/// fails is shrunk and kept as a file.
/// </summary>
internal sealed record Schedule
{
    /// <summary>Also the seed of what the world draws while it runs: delays, durations.</summary>
    public required long Seed { get; init; }

    public required Shape Shape { get; init; }

    /// <summary>What happens, in the order of time.</summary>
    public required ImmutableArray<Fault> Faults { get; init; }

    /// <summary>When all faults stop and the administrator tidies up, in milliseconds.</summary>
    public required long HealAt { get; init; }
}
