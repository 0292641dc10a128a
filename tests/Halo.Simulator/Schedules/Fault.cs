namespace Halo.Simulator.Schedules;

/// <summary>Everything that the world can do to a manager, by name.</summary>
internal enum FaultKind
{
    // Networks.
    CutPath,
    SlowPath,
    LossyPath,
    RepeatingPath,
    CutManager,
    CutHosts,
    LocalTrouble,

    // Hosts and their remotes.
    Freeze,
    Reboot,
    Panic,
    PowerCut,
    PowerOnByHand,
    RemoteRestart,
    RemoteHang,
    RemoteUpgraded,

    // Resources and agents.
    Dies,
    StartFails,
    StartFailsYetRuns,
    StartHangs,
    StartSticks,
    StopFails,
    StopFailsYetStops,
    StopHangs,
    StopSticks,
    MonitorSaysSeven,
    MonitorFails,
    MonitorSaysDegraded,
    MonitorHangs,
    AgentMissing,
    SoftwareMissing,

    // Fence devices.
    FenceSlow,
    FenceFails,
    FenceFailsYetWorks,
    FenceClaimsOff,
    FenceWrongPlug,
    FenceDead,

    // The manager.
    ManagerKilled,
    ManagerDiesInStep,
    ManagerStopped,
    ClockJumps,
    DiskFull,
    DiskHangs,
    ConfigurationChanges,
    OtherManager,

    // The administrator.
    Asks,
    StartsByHand,
    StopsByHand,
    MovesByHand,
}

/// <summary>One thing that goes wrong, or that an administrator does, at one moment.</summary>
/// <param name="At">When, in milliseconds.</param>
/// <param name="Kind">What.</param>
internal sealed record Fault(long At, FaultKind Kind)
{
    /// <summary>The host's position in <see cref="Shape.Hosts"/>; the others' too where several are meant, as bits.</summary>
    public int Host { get; init; }

    /// <summary>The path to it.</summary>
    public int Path { get; init; }

    /// <summary>The resource's or group's position in the shape, or the administrator's verb.</summary>
    public int Object { get; init; }

    /// <summary>For how long, in milliseconds.</summary>
    public long For { get; init; }

    /// <summary>Which way of several: a direction, a point in a step, a force.</summary>
    public int Way { get; init; }
}
