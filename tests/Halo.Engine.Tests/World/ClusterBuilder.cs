namespace Halo.Engine.Tests.World;

/// <summary>Collects a small cluster in the few words that a test needs.</summary>
internal sealed class ClusterBuilder
{
    private static readonly AgentKind Dummy = new("test", "Dummy");
    private readonly List<HostConfig> _hosts = [];
    private readonly SortedDictionary<string, SortedSet<string>> _parents = new(StringComparer.Ordinal);
    private readonly List<string> _resources = [];
    private readonly List<GroupDefinition> _groups = [];
    private readonly SortedDictionary<string, string> _parameters = new(StringComparer.Ordinal);

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

    /// <summary>The group is defined otherwise from now on; what it consists of stays.</summary>
    public ClusterBuilder Redefine(string root, IReadOnlyList<string> hosts)
    {
        var index = _groups.FindIndex(group => string.Equals(group.Root, root, StringComparison.Ordinal));
        _groups[index] = new GroupDefinition(root, hosts[0], [.. hosts.Skip(1)]);
        return this;
    }

    /// <summary>The resource has other parameters from now on.</summary>
    public ClusterBuilder Parameter(string resource, string value)
    {
        _parameters[resource] = value;
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
            new ResourceConfig
            {
                Id = name,
                Kind = Dummy,
                Parameters = _parameters.TryGetValue(name, out var value) ? [new Parameter("state", value)] : [],
            },
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
