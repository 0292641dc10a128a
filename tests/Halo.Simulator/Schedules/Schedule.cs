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

    /// <summary>The host that is dead for good from then on; null where every host comes back.</summary>
    public DeadHost? Dead { get; init; }
}

/// <summary>A host that does not come back: the rest of its failover domain must do without it.</summary>
/// <param name="Host">Its position in <see cref="Shape.Hosts"/>.</param>
/// <param name="Way">In which way it is dead.</param>
internal sealed record DeadHost(int Host, DeadWay Way);

/// <summary>What is left of a host that is dead for good.</summary>
internal enum DeadWay
{
    /// <summary>It has no power, and its fence device says so whenever it is asked.</summary>
    Off,

    /// <summary>It has no power; its fence device says so until all that can run runs, and is dead too from then on.</summary>
    OffAndMute,

    /// <summary>It has power and does nothing: it must be fenced.</summary>
    Panicked,
}
