namespace Halo.Engine.Configuration;

/// <summary>
/// Cuts a configuration into failover domains. Two hosts are in one domain when some group may run on both, or when
/// groups that may run on them share a resource.
/// </summary>
internal sealed class DomainFinder
{
    private readonly IReadOnlyList<HostConfig> _hosts;
    private readonly IReadOnlyList<ResourceDefinition> _resources;
    private readonly IReadOnlyList<GroupDefinition> _groups;
    private readonly SortedDictionary<string, int> _hostByName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _resourceByName = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ImmutableArray<int>> _dependents;
    private readonly ImmutableArray<ImmutableArray<int>> _parents;
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
        _parents = ParentsOfAll();
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

        var positions = new Positions(_resources.Count, _groups.Count);
        var domains = ImmutableArray.CreateBuilder<FailoverDomain>(hostsOfDomain.Count);
        for (var d = 0; d < hostsOfDomain.Count; d++)
        {
            domains.Add(Domain(d, hostsOfDomain[d], groupsOfDomain[d], hostRefs, changeUnits, positions));
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
        int index,
        List<int> hosts,
        List<int> groups,
        ImmutableArray<HostRef>.Builder hostRefs,
        UnionFind changeUnits,
        Positions positions)
    {
        var resources = new List<int>();
        for (var g = 0; g < groups.Count; g++)
        {
            positions.OfGroup[groups[g]] = g;
            foreach (var member in _membersOfGroup[groups[g]])
            {
                if (positions.OfResource[member] is null)
                {
                    positions.OfResource[member] = resources.Count;
                    resources.Add(member);
                }
            }
        }

        return new FailoverDomain
        {
            Index = index,
            Hosts = [.. hosts.Select(h => _hosts[h])],
            Resources = [.. resources.Select(r => _resources[r].Resource)],
            Groups =
            [
                .. groups.Select(g => new GroupConfig
                {
                    Id = _groups[g].Root,
                    Members = [.. _membersOfGroup[g].Select(positions.Resource)],
                    Hosts = [.. _groups[g].FailoverHosts.Prepend(_groups[g].HomeHost).Select(h => hostRefs[Host(h)].Host)],
                    Parents = ParentsWithin(_membersOfGroup[g], positions),
                    ChangeUnit = positions.OfGroup[changeUnits.Find(g)],
                }),
            ],
            GroupsOfResource = GroupsOfResource(resources.Count, groups, positions),
        };
    }

    private ImmutableArray<ImmutableArray<int>> GroupsOfResource(int resources, List<int> groups, Positions positions)
    {
        var groupsOf = Enumerable.Range(0, resources).Select(_ => new List<int>()).ToArray();
        for (var g = 0; g < groups.Count; g++)
        {
            foreach (var member in _membersOfGroup[groups[g]])
            {
                groupsOf[positions.Resource(member)].Add(g);
            }
        }

        return [.. groupsOf.Select(list => list.ToImmutableArray())];
    }

    /// <summary>For each member the members that it depends on directly, in the members' order.</summary>
    private ImmutableArray<ImmutableArray<int>> ParentsWithin(ImmutableArray<int> members, Positions positions)
    {
        var order = new SortedDictionary<int, int>();
        foreach (var member in members)
        {
            order.Add(member, order.Count);
        }

        return [.. members.Select(ParentsOf)];

        ImmutableArray<int> ParentsOf(int member) =>
            [.. _parents[member].Where(order.ContainsKey).OrderBy(p => order[p]).Select(positions.Resource)];
    }

    private ImmutableArray<ImmutableArray<int>> ParentsOfAll()
    {
        var parents = _dependents.Select(_ => new List<int>()).ToArray();
        for (var parent = 0; parent < _dependents.Length; parent++)
        {
            foreach (var dependent in _dependents[parent])
            {
                parents[dependent].Add(parent);
            }
        }

        return [.. parents.Select(list => list.ToImmutableArray())];
    }

    /// <summary>
    /// Depth first, each resource after all its dependents, then the whole reversed. With a stack of its own, so that a
    /// long chain of resources cannot exhaust the thread's.
    /// </summary>
    private ImmutableArray<int> MembersInStartOrder(int root)
    {
        var onPath = new SortedSet<int> { root };
        var visited = new SortedSet<int> { root };
        var finished = new List<int>();
        var path = new Stack<(int Resource, int Left)>();
        path.Push((root, _dependents[root].Length));
        while (path.TryPop(out var step))
        {
            if (step.Left == 0)
            {
                onPath.Remove(step.Resource);
                finished.Add(step.Resource);
                continue;
            }

            // Backwards, so that the reversed order keeps that of the file among siblings.
            path.Push((step.Resource, step.Left - 1));
            var dependent = _dependents[step.Resource][step.Left - 1];
            if (onPath.Contains(dependent))
            {
                throw new InvalidOperationException($"{_resources[dependent].Resource.Id} depends on itself.");
            }

            if (visited.Add(dependent))
            {
                onPath.Add(dependent);
                path.Push((dependent, _dependents[dependent].Length));
            }
        }

        finished.Reverse();
        return [.. finished];
    }

    private int Host(string name) =>
        _hostByName.TryGetValue(name, out var host) ? host : throw new InvalidOperationException($"Host {name} is not defined.");

    private int Resource(string name) =>
        _resourceByName.TryGetValue(name, out var resource)
            ? resource
            : throw new InvalidOperationException($"Resource {name} is not defined.");

    /// <summary>Where resources and groups stand in their domain; every one of them is in a single domain.</summary>
    private sealed class Positions(int resources, int groups)
    {
        public int?[] OfResource { get; } = new int?[resources];

        public int[] OfGroup { get; } = new int[groups];

        public int Resource(int resource) => OfResource[resource]!.Value;
    }

    /// <summary>
    /// Disjoint sets; each is known by its smallest element, so that results follow the order of the file.
    /// </summary>
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
