namespace Halo.Agents.Fencing;

/// <summary>What a fence agent is asked to do. There is no reboot, which is the agents' own default.</summary>
public enum FenceVerb
{
    /// <summary>Tell whether the host has power. First, so that what nobody has set does no harm.</summary>
    Status,

    /// <summary>Power the host off.</summary>
    Off,

    /// <summary>Power the host on.</summary>
    On,
}

/// <summary>One call of a host's fence agent.</summary>
public sealed record FenceCall
{
    /// <summary>How long a call may take where nobody says otherwise.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <summary>The agent's name without <c>fence_</c>, such as <c>powerman</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>The host, by its name without a port: powerman's plug, and what the answer calls it.</summary>
    public required string HostName { get; init; }

    /// <summary>The host's <c>fence_parameters</c>, in the order of the file.</summary>
    public required IReadOnlyList<FenceParameter> Parameters { get; init; }

    /// <summary>What to do.</summary>
    public required FenceVerb Verb { get; init; }

    /// <summary>How long the agent may run before its process group is ended.</summary>
    public TimeSpan Deadline { get; init; } = DefaultDeadline;

    /// <summary>The call without the values of its parameters.</summary>
    public override string ToString() => $"fence_{Agent} {Verb} {HostName} ({string.Join(", ", Parameters)})";
}
