namespace Halo.Simulator.Schedules;

/// <summary>A cluster as a schedule describes it: small enough to be read in a few lines.</summary>
internal sealed record Shape
{
    public required ImmutableArray<ShapeHost> Hosts { get; init; }

    public required ImmutableArray<ShapeResource> Resources { get; init; }

    public required ImmutableArray<ShapeGroup> Groups { get; init; }

    public OperatingMode Mode { get; init; } = OperatingMode.Manage;

    public long MonitorInterval { get; init; } = 8000;

    public long DetectionInterval { get; init; } = 2000;

    public long DetectionTimeout { get; init; } = 8000;

    public long UnresponsiveTimeout { get; init; } = 20000;

    public bool FenceWhenAgentDown { get; init; }

    public bool PingHosts { get; init; }

    /// <summary>The deadline of every start, stop and monitor, in milliseconds.</summary>
    public long OperationTimeout { get; init; } = 10000;

    /// <summary>The configuration that the manager reads.</summary>
    public ClusterConfig ToConfig() => ClusterConfig.Create(
        new Settings
        {
            MonitorInterval = TimeSpan.FromMilliseconds(MonitorInterval),
            DetectionInterval = TimeSpan.FromMilliseconds(DetectionInterval),
            DetectionTimeout = TimeSpan.FromMilliseconds(DetectionTimeout),
            UnresponsiveTimeout = TimeSpan.FromMilliseconds(UnresponsiveTimeout),
            OnAgentDown = FenceWhenAgentDown ? OnAgentDown.Fence : OnAgentDown.Wait,
            PingHosts = PingHosts ? ["gateway"] : [],
        },
        [.. Hosts.Select(ToConfig)],
        [.. Resources.Select(ToDefinition)],
        [.. Groups.Select(group => new GroupDefinition(group.Root, group.Hosts[0], [.. group.Hosts.Skip(1)]))]);

    private static HostConfig ToConfig(ShapeHost host) => new()
    {
        Id = host.Name,
        Name = host.Name,
        Addresses = [.. Enumerable.Range(0, host.Paths).Select(path => $"{host.Name}-{path}")],
        FenceAgent = host.Fence ? "simulated" : null,
    };

    private ResourceDefinition ToDefinition(ShapeResource resource) => new(
        new ResourceConfig
        {
            Id = resource.Name,
            Kind = new AgentKind("simulated", "Thing"),
            Parameters = [new Parameter("device", resource.Device), new Parameter("mountpoint", $"/mnt/{resource.Device}-{resource.Edition}")],
        },
        [.. Resources.Where(other => other.Parents.Contains(resource.Name)).Select(other => other.Name)]);
}

/// <summary>A host of a <see cref="Shape"/>.</summary>
internal sealed record ShapeHost(string Name, int Paths, bool Fence);

/// <summary>A resource and what it needs directly.</summary>
internal sealed record ShapeResource(string Name, ImmutableArray<string> Parents)
{
    /// <summary>What it is made of; that stays when somebody gives the resource another name.</summary>
    public string Device { get; init; } = Name;

    /// <summary>How often its mount point was changed: under each it is another thing to its agent, on the same device.</summary>
    public int Edition { get; init; }
}

/// <summary>A group: its root and its hosts, home first; and on which of them it runs when the world begins, null for nowhere.</summary>
internal sealed record ShapeGroup(string Root, ImmutableArray<string> Hosts, string? Runs);
