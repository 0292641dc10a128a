namespace Halo.Agents.Ocf;

/// <summary>One call of a resource agent.</summary>
public sealed record OcfCall
{
    /// <summary>The agent.</summary>
    public required OcfAgent Agent { get; init; }

    /// <summary>The agent's only argument: <c>start</c>, <c>stop</c>, <c>monitor</c> or <c>meta-data</c>.</summary>
    public required string ActionName { get; init; }

    /// <summary>The resource's name.</summary>
    public required string Resource { get; init; }

    /// <summary>The agent's parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>How long the call may take; the agent is told.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>The interval of a recurring monitor; zero for everything else, a probe included.</summary>
    public TimeSpan Interval { get; init; }
}
