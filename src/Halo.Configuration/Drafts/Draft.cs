using Halo.Engine.Configuration;

namespace Halo.Configuration.Drafts;

/// <summary>
/// What a file says, in whichever shape, before anything is known about how its parts fit together. Names are kept with
/// their places. What could not be read is left out or null, and was reported.
/// </summary>
internal sealed class Draft
{
    public Settings Settings { get; set; } = Settings.Default;

    public List<DraftHost> Hosts { get; } = [];

    public List<DraftResource> Resources { get; } = [];

    public List<DraftGroup> Groups { get; } = [];
}

/// <summary>A host.</summary>
internal sealed class DraftHost
{
    public required Located Id { get; init; }

    public required string Name { get; init; }

    public int? Port { get; init; }

    public ImmutableArray<Located> Addresses { get; init; } = [];

    public string? FenceAgent { get; init; }

    public ImmutableArray<Parameter> FenceParameters { get; init; } = [];
}

/// <summary>A resource.</summary>
internal sealed class DraftResource
{
    public required Located Id { get; init; }

    public AgentKind? Kind { get; init; }

    public ImmutableArray<Parameter> Parameters { get; init; } = [];

    public OperationTimeouts Timeouts { get; init; }

    /// <summary>The names of resources that depend on this one, each where the file says so.</summary>
    public List<Located> Dependents { get; } = [];
}

/// <summary>A group.</summary>
/// <param name="Root">The name of its root resource.</param>
/// <param name="HomeHost">Its home host, or null where the file fails to say.</param>
/// <param name="FailoverHosts">Its failover hosts in order of preference.</param>
internal sealed record DraftGroup(Located Root, Located? HomeHost, ImmutableArray<Located> FailoverHosts);
