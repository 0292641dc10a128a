namespace Halo.Engine.Configuration;

/// <summary>What HALO does when a host's kernel refuses connections to the remote's port (rule F1).</summary>
public enum OnAgentDown
{
    /// <summary>Wait for the administrator: the host itself is alive.</summary>
    Wait,

    /// <summary>After <see cref="Settings.UnresponsiveTimeout"/> the host counts as lost.</summary>
    Fence,
}

/// <summary>The timing of a whole cluster; the <c>settings</c> key of the configuration.</summary>
public sealed record Settings
{
    /// <summary>The defaults of every setting.</summary>
    public static Settings Default { get; } = new();

    /// <summary>How often each resource is monitored.</summary>
    public TimeSpan MonitorInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often each path to each host is probed.</summary>
    public TimeSpan DetectionInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence on every path of a host for this long: the host is lost.</summary>
    public TimeSpan DetectionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A host whose kernel answers and whose remote does not counts as lost after this long.</summary>
    public TimeSpan UnresponsiveTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a refused or reset connection leads to.</summary>
    public OnAgentDown OnAgentDown { get; init; } = OnAgentDown.Wait;

    /// <summary>Addresses that the manager can reach unless the manager itself is cut off.</summary>
    public ImmutableArray<string> PingHosts { get; init; } = [];
}
