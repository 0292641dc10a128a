namespace Halo.Engine.Tests.World;

/// <summary>The network between the manager and one address of a host.</summary>
internal sealed class SimulatedPath
{
    /// <summary>What a probe of it comes to now; <see cref="PathAnswer.NotProbed"/> before the story mentions it.</summary>
    public PathAnswer Answer { get; set; } = PathAnswer.NotProbed;

    /// <summary>The manager's open connection, or null.</summary>
    public long? Connection { get; set; }

    /// <summary>What was sent, either way, while nothing went through; it arrives if the path heals.</summary>
    public List<StuckMessage> Stuck { get; } = [];
}

/// <summary>Something that was sent and has not arrived.</summary>
internal sealed record StuckMessage(bool IsRequest, Action Arrive);

/// <summary>A host with its remote, as far as the engine can tell it from a real one.</summary>
internal sealed class SimulatedHost(int paths, int resources)
{
    public ImmutableArray<SimulatedPath> Paths { get; } =
        [.. Enumerable.Range(0, paths).Select(_ => new SimulatedPath())];

    public ImmutableArray<SimulatedResource> Resources { get; private set; } =
        [.. Enumerable.Range(0, resources).Select(_ => new SimulatedResource())];

    public SimulatedPowerSupply Power { get; } = new();

    /// <summary>Every operation that this instance of the remote knows, by id.</summary>
    public SortedDictionary<string, SimulatedOperation> Operations { get; } = new(StringComparer.Ordinal);

    public string Version { get; set; } = SimulatedCluster.Version;

    public int Instance { get; set; } = 1;

    public int Boot { get; set; } = 1;

    /// <summary>The highest session number that was opened on this instance.</summary>
    public long Session { get; set; }

    /// <summary>The other manager that is in charge here; null while there is none.</summary>
    public string? OtherManager { get; set; }

    /// <summary>Why no session can be opened here though no other manager is in charge; null while one can.</summary>
    public string? RefusesSessions { get; set; }

    /// <summary>Requests whose connection the manager has given up; they may still arrive.</summary>
    public List<StuckMessage> Late { get; } = [];

    /// <summary>Whether it leaves every question about an earlier operation unanswered.</summary>
    public bool Unanswering { get; set; }

    public RemoteIdentity Identity => new(Version, $"instance-{Instance}", $"boot-{Boot}");

    /// <summary>Starts and stops that have not ended.</summary>
    public ImmutableArray<SimulatedOperation> Changing =>
        [.. Operations.Values.Where(o => o.Outcome is null && o.Kind != OperationKind.Monitor)];

    /// <summary>Another configuration numbers the resources of the host anew; what is true of each stays.</summary>
    public void Arrange(ImmutableArray<ResourceConfig> before, ImmutableArray<ResourceConfig> after) => Resources =
    [
        .. after.Select(resource => before.Select((r, index) => (r.Id, index))
            .Where(known => string.Equals(known.Id, resource.Id, StringComparison.Ordinal))
            .Select(known => Resources[known.index])
            .FirstOrDefault(new SimulatedResource())),
    ];

    /// <summary>Another instance of the remote takes over from the one that is gone.</summary>
    public void RestartRemote()
    {
        Instance++;
        Session = 0;
        Operations.Clear();
        foreach (var resource in Resources)
        {
            // What waited behind another operation never began, and is gone with the instance that had taken it.
            var running = resource.Queue.FirstOrDefault();
            resource.Queue.Clear();
            resource.Sequence = 0;
            if (running is { Kind: not OperationKind.Monitor })
            {
                running.Inherited = true;
                running.AskedOver = null;
                resource.Queue.Add(running);
                Operations.Add(running.Id, running);
            }
        }
    }

    /// <summary>The host itself is started again: nothing of before is left.</summary>
    public void Reboot()
    {
        Boot++;
        Instance++;
        Session = 0;
        OtherManager = null;
        Operations.Clear();
        foreach (var resource in Resources)
        {
            resource.Runs = false;
            resource.LeftBehind = "";
            resource.Sequence = 0;
            resource.Queue.Clear();
        }
    }
}
