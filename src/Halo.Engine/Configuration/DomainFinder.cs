namespace Halo.Engine.Configuration;

/// <summary>
/// Cuts a configuration into failover domains. Two hosts are in one domain when some group may run on both, or when groups
/// that may run on them share a resource.
/// </summary>
internal sealed class DomainFinder
{
    private readonly IReadOnlyList<HostConfig> _hosts;
    private readonly IReadOnlyList<ResourceDefinition> _resources;
    private readonly IReadOnlyList<GroupDefinition> _groups;
    private readonly SortedDictionary<string, int> _hostByName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _resourceByName = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ImmutableArray<int>> _dependents;
    private readonly ImmutableArray<ImmutableArray<int>> _membersOfGroup;

    public DomainFinder(
        IReadOnlyList<HostConfig> hosts,
        IReadOnlyList<ResourceDefinition> resources,
        IReadOnlyList<GroupDefinition> groups)
    {
        _hosts = hosts;
        _resources = resources;
        _groups = groups;
        for (var i = 0; i < hosts.Count; i++)
        {
            _hostByName.Add(hosts[i].Id, i);
        }

        for (var i = 0; i < resources.Count; i++)
        {
            _resourceByName.Add(resources[i].Resource.Id, i);
        }

        _dependents = [.. resources.Select(r => r.Dependents.Select(Resource).Distinct().ToImmutableArray())];
        _membersOfGroup = [.. groups.Select(g => MembersInStartOrder(Resource(g.Root)))];
    }

    public ClusterConfig Find(Settings settings)
    {
        var hostSets = new UnionFind(_hosts.Count);
        var changeUnits = new UnionFind(_groups.Count);
        var firstGroupOfResource = new int?[_resources.Count];
        for (var g = 0; g < _groups.Count; g++)
        {
            var home = Host(_groups[g].HomeHost);
            foreach (var failoverHost in _groups[g].FailoverHosts)
            {
                hostSets.Union(home, Host(failoverHost));
            }

            foreach (var member in _membersOfGroup[g])
            {
                if (firstGroupOfResource[member] is { } other)
                {
                    changeUnits.Union(g, other);
                    hostSets.Union(home, Host(_groups[other].HomeHost));
                }
                else
                {
                    firstGroupOfResource[member] = g;
                }
            }
        }

        return Assemble(settings, hostSets, changeUnits);
    }

    private ClusterConfig Assemble(Settings settings, UnionFind hostSets, UnionFind changeUnits)
    {
        var hostsOfDomain = new List<List<int>>();
        var domainOfRoot = new SortedDictionary<int, int>();
        var hostRefs = ImmutableArray.CreateBuilder<HostRef>(_hosts.Count);
        for (var h = 0; h < _hosts.Count; h++)
        {
            if (!domainOfRoot.TryGetValue(hostSets.Find(h), out var domain))
            {
                domain = hostsOfDomain.Count;
                domainOfRoot.Add(hostSets.Find(h), domain);
                hostsOfDomain.Add([]);
            }

            hostRefs.Add(new HostRef(domain, hostsOfDomain[domain].Count));
            hostsOfDomain[domain].Add(h);
        }

        var groupsOfDomain = hostsOfDomain.ConvertAll(_ => new List<int>());
        var groupRefs = ImmutableArray.CreateBuilder<GroupRef>(_groups.Count);
        for (var g = 0; g < _groups.Count; g++)
        {
            var domain = hostRefs[Host(_groups[g].HomeHost)].Domain;
            groupRefs.Add(new GroupRef(domain, groupsOfDomain[domain].Count));
            groupsOfDomain[domain].Add(g);
        }

        var domains = ImmutableArray.CreateBuilder<FailoverDomain>(hostsOfDomain.Count);
        for (var d = 0; d < hostsOfDomain.Count; d++)
        {
            domains.Add(Domain(d, hostsOfDomain[d], groupsOfDomain[d], hostRefs, changeUnits));
        }

        return new ClusterConfig
        {
            Settings = settings,
            Domains = domains.ToImmutable(),
            Hosts = hostRefs.ToImmutable(),
            Groups = groupRefs.ToImmutable(),
        };
    }

    private FailoverDomain Domain(
        int index, List<int> hosts, List<int> groups, ImmutableArray<HostRef>.Builder hostRefs, UnionFind changeUnits)
    {
        var resources = new List<int>();
        var position = new SortedDictionary<int, int>();
        foreach (var member in groups.SelectMany(g => _membersOfGroup[g]))
        {
            if (position.TryAdd(member, resources.Count))
            {
                resources.Add(member);
            }
        }

        var groupConfigs = groups.Select(g => new GroupConfig
        {
            Id = _groups[g].Root,
            Members = [.. _membersOfGroup[g].Select(m => position[m])],
            Hosts = [.. _groups[g].FailoverHosts.Prepend(_groups[g].HomeHost).Select(h => hostRefs[Host(h)].Host)],
            Parents = [.. _membersOfGroup[g].Select(m => ParentsWithin(_membersOfGroup[g], m, position))],
            ChangeUnit = groups.IndexOf(changeUnits.Find(g)),
        }).ToImmutableArray();

        return new FailoverDomain
        {
            Index = index,
            Hosts = [.. hosts.Select(h => _hosts[h])],
            Resources = [.. resources.Select(r => _resources[r].Resource)],
            Groups = groupConfigs,
            GroupsOfResource =
            [
                .. Enumerable.Range(0, resources.Count).Select(r =>
                    Enumerable.Range(0, groupConfigs.Length).Where(g => groupConfigs[g].Members.Contains(r)).ToImmutableArray()),
            ],
        };
    }

    private ImmutableArray<int> ParentsWithin(ImmutableArray<int> members, int member, SortedDictionary<int, int> position) =>
        [.. members.Where(m => _dependents[m].Contains(member)).Select(m => position[m])];

    private ImmutableArray<int> MembersInStartOrder(int root)
    {
        var finished = new List<int>();
        Visit(root, finished, []);
        finished.Reverse();
        return [.. finished];
    }

    private void Visit(int resource, List<int> finished, ImmutableStack<int> path)
    {
        if (finished.Contains(resource))
        {
            return;
        }

        if (path.Contains(resource))
        {
            throw new InvalidOperationException($"{_resources[resource].Resource.Id} depends on itself.");
        }

        // Backwards, so that the reversed order keeps that of the file among siblings.
        foreach (var dependent in _dependents[resource].Reverse())
        {
            Visit(dependent, finished, path.Push(resource));
        }

        finished.Add(resource);
    }

    private int Host(string name) =>
        _hostByName.TryGetValue(name, out var host) ? host : throw new InvalidOperationException($"Host {name} is not defined.");

    private int Resource(string name) =>
        _resourceByName.TryGetValue(name, out var resource)
            ? resource
            : throw new InvalidOperationException($"Resource {name} is not defined.");

    /// <summary>Disjoint sets; each is known by its smallest element, so that results follow the order of the file.</summary>
    private sealed class UnionFind(int size)
    {
        private readonly int[] _parent = [.. Enumerable.Range(0, size)];

        public int Find(int element)
        {
            while (_parent[element] != element)
            {
                _parent[element] = _parent[_parent[element]];
                element = _parent[element];
            }

            return element;
        }

        public void Union(int left, int right)
        {
            var a = Find(left);
            var b = Find(right);
            _parent[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
