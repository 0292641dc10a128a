namespace Halo.Engine.StateLog;

/// <summary>Where the objects of a configuration stand, by their names.</summary>
internal sealed class Places
{
    private readonly ClusterConfig _config;
    private readonly SortedDictionary<string, HostRef> _hosts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Domain, int Resource)> _resources = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _groups = new(StringComparer.Ordinal);

    public Places(ClusterConfig config)
    {
        _config = config;
        foreach (var domain in config.Domains)
        {
            for (var host = 0; host < domain.Hosts.Length; host++)
            {
                _hosts[domain.Hosts[host].Id] = new HostRef(domain.Index, host);
            }

            for (var resource = 0; resource < domain.Resources.Length; resource++)
            {
                _resources[domain.Resources[resource].Id] = (domain.Index, resource);
            }

            _groups.UnionWith(domain.Groups.Select(group => group.Id));
        }
    }

    public bool HasHost(string name) => _hosts.ContainsKey(name);

    public bool HasGroup(string name) => _groups.Contains(name);

    /// <summary>Where a resource stands on a host; null where the configuration does not let it run there.</summary>
    public (int Domain, int Resource, int Host)? Find(ResourcePast past) =>
        _resources.TryGetValue(past.Resource, out var resource)
        && _hosts.TryGetValue(past.Host, out var host)
        && host.Domain == resource.Domain
        && _config.Domains[host.Domain].MayRunOn(resource.Resource, host.Host)
            ? (host.Domain, resource.Resource, host.Host)
            : null;
}
