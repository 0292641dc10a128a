namespace Halo.Engine.Configuration;

/// <summary>A host as the configuration describes it.</summary>
public sealed record HostConfig
{
    /// <summary>The host's id everywhere in HALO: its <c>hostname</c> exactly as written, with the port if one is.</summary>
    public required string Id { get; init; }

    /// <summary>The host name without the port.</summary>
    public required string Name { get; init; }

    /// <summary>The port that the file gives, or null for the default (<c>--port</c> of the manager).</summary>
    public int? Port { get; init; }

    /// <summary>Redundant paths to the host, at least one; the host name where the file gives none.</summary>
    public required ImmutableArray<string> Addresses { get; init; }

    /// <summary>The fence agent's name without <c>fence_</c>, or null where the host cannot be fenced (rule F0).</summary>
    public string? FenceAgent { get; init; }

    /// <summary>Parameters for the fence agent, in the order of the file. They may hold secrets.</summary>
    public ImmutableArray<Parameter> FenceParameters { get; init; } = [];
}

/// <summary>One <c>name: value</c> pair for a resource agent or a fence agent.</summary>
public readonly record struct Parameter(string Name, string Value);
