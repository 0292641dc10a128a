namespace Halo.Engine.Tests.World;

/// <summary>Collects a small cluster in the few words that a test needs.</summary>
internal sealed class ClusterBuilder
{
    private static readonly AgentKind Dummy = new("test", "Dummy");
    private readonly List<HostConfig> _hosts = [];
    private readonly SortedDictionary<string, SortedSet<string>> _parents = new(StringComparer.Ordinal);
    private readonly List<string> _resources = [];
    private readonly List<GroupDefinition> _groups = [];

    public Settings Settings { get; set; } = Settings.Default;

    public ClusterBuilder Host(string id, params IEnumerable<string> addresses)
    {
        var paths = addresses.ToImmutableArray();
        _hosts.Add(new HostConfig { Id = id, Name = id, Addresses = paths.IsEmpty ? [id] : paths });
        return this;
    }

    /// <summary>The host can be fenced.</summary>
    public ClusterBuilder FenceAgent(string host)
    {
        var index = _hosts.FindIndex(h => string.Equals(h.Id, host, StringComparison.Ordinal));
        _hosts[index] = _hosts[index] with { FenceAgent = "simulated" };
        return this;
    }

    /// <summary>A group: its root, its hosts (home first) and the resources that depend on the root directly.</summary>
    public ClusterBuilder Group(string root, IReadOnlyList<string> hosts, params IEnumerable<string> dependents)
    {
        _groups.Add(new GroupDefinition(root, hosts[0], [.. hosts.Skip(1)]));
        Add(root);
        foreach (var dependent in dependents)
        {
            Needs(dependent, root);
        }

        return this;
    }

    public ClusterBuilder Needs(string resource, string parent)
    {
        Add(resource);
        _parents[resource].Add(parent);
        return this;
    }

    public ClusterConfig Build() => ClusterConfig.Create(
        Settings,
        _hosts,
        [.. _resources.Select(name => new ResourceDefinition(
            new ResourceConfig { Id = name, Kind = Dummy },
            [.. _resources.Where(other => _parents[other].Contains(name))]))],
        _groups);

    private void Add(string resource)
    {
        if (_parents.TryAdd(resource, new SortedSet<string>(StringComparer.Ordinal)))
        {
            _resources.Add(resource);
        }
    }
}
