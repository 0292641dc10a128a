
namespace Halo.Manager.Remotes;

/// <summary>What all paths have in common.</summary>
internal sealed record RemoteSettings
{
    /// <summary>The remotes' port where the configuration gives none.</summary>
    public required int DefaultPort { get; init; }

    /// <summary>How the remotes are talked to with TLS; null without.</summary>
    public RemoteTls? Tls { get; init; }

    /// <summary>How often each path is probed, and how long an answer may take.</summary>
    public required TimeSpan ProbeInterval { get; init; }

    /// <summary>The clock of delays.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Monotonic time as the engine counts it.</summary>
    public required Func<Instant> Now { get; init; }

    /// <summary>This manager's random id, kept beside its state log.</summary>
    public required string ManagerId { get; init; }

    /// <summary>Where this manager runs, for people.</summary>
    public required string ManagerName { get; init; }
}
