using Halo.CommandLine;
using Halo.Engine.Configuration;

namespace Halo.Manager.Requests;

/// <summary>A host, group or resource: its name, its failover domain, and its position there.</summary>
internal sealed record NamedObject(string Name, int Domain, int Position);

/// <summary>Finds hosts, groups and resources by their names, and says what was likely meant by a name that there is not.</summary>
internal sealed class ObjectNames
{
    /// <summary>A whole nodeset may be of another cluster: so many unknown names are told, the rest counted.</summary>
    private const int MostTold = 5;

    private readonly Dictionary<string, NamedObject> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedObject> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedObject> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groupOfResource = new(StringComparer.Ordinal);
    private readonly ImmutableArray<NamedObject> _hostsInOrder;

    public ObjectNames(ClusterConfig config)
    {
        _hostsInOrder = [.. config.Hosts.Select(host => new NamedObject(config[host].Id, host.Domain, host.Host))];
        foreach (var host in _hostsInOrder)
        {
            _hosts.Add(host.Name, host);
        }

        foreach (var domain in config.Domains)
        {
            Add(domain);
        }
    }

    /// <summary>All hosts in the order of the configuration.</summary>
    public ImmutableArray<NamedObject> Hosts => _hostsInOrder;

    /// <summary>
    /// The objects of those names without repetition, in their order; or, where one name is unknown, null and a sentence about
    /// all that are.
    /// </summary>
    public (ImmutableArray<NamedObject>? Found, string? Unknown) Find(ObjectKind kind, IEnumerable<string> names)
    {
        var known = Known(kind);
        var wanted = names.Distinct(StringComparer.Ordinal).ToList();
        var unknown = wanted.FindAll(name => !known.ContainsKey(name));
        return unknown.Count == 0
            ? ([.. wanted.Select(name => known[name])], null)
            : (null, DescribeUnknown(kind, unknown));
    }

    private void Add(FailoverDomain domain)
    {
        for (var group = 0; group < domain.Groups.Length; group++)
        {
            _groups.Add(domain.Groups[group].Id, new NamedObject(domain.Groups[group].Id, domain.Index, group));
        }

        for (var resource = 0; resource < domain.Resources.Length; resource++)
        {
            var name = domain.Resources[resource].Id;
            _resources.Add(name, new NamedObject(name, domain.Index, resource));
            _groupOfResource.Add(name, domain.Groups[domain.GroupsOfResource[resource][0]].Id);
        }
    }

    private Dictionary<string, NamedObject> Known(ObjectKind kind) => kind switch
    {
        ObjectKind.Host => _hosts,
        ObjectKind.Group => _groups,
        ObjectKind.Resource => _resources,
    };

    private string DescribeUnknown(ObjectKind kind, List<string> unknown)
    {
        var told = string.Join(", ", unknown.Take(MostTold).Select(name => $"{Shorten(name)}{Hint(kind, name)}"));
        var rest = unknown.Count > MostTold ? $" and {unknown.Count - MostTold} more" : "";
        return $"there is no {kind.ToString().ToLowerInvariant()} {told}{rest}; nothing was done";
    }

    private string Hint(ObjectKind kind, string name)
    {
        if (kind == ObjectKind.Group && _groupOfResource.TryGetValue(name, out var group))
        {
            return $" (it is a resource of the group {group})";
        }

        var isElsewhere = kind != ObjectKind.Host && _hosts.ContainsKey(name) ? "host"
            : kind == ObjectKind.Host && _resources.ContainsKey(name) ? "resource"
            : null;
        if (isElsewhere is not null)
        {
            return $" (it is a {isElsewhere})";
        }

        return ClosestWord.To(Shorten(name), Known(kind).Keys) is { } meant ? $" (did you mean {meant}?)" : "";
    }

    /// <summary>No name is that long; and the search for a similar one takes time by its length.</summary>
    private static string Shorten(string name) => name.Length <= 255 ? name : $"{name[..255]}…";
}
