using Halo.Engine.Configuration;

namespace Halo.Configuration;

/// <summary>What became of a configuration: the cluster, or every fault that was found in one run.</summary>
public sealed record ConfigurationResult
{
    /// <summary>The file as it was named.</summary>
    public required string File { get; init; }

    /// <summary>The cluster; null exactly when there are <see cref="Faults"/>.</summary>
    public ClusterConfig? Config { get; init; }

    /// <summary>Everything that keeps the file from being used, in the order of the file.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>What the administrator should know about a file that can be used, in the order of the file.</summary>
    public ImmutableArray<Fault> Warnings { get; init; } = [];
}
