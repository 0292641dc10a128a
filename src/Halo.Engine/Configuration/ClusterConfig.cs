namespace Halo.Engine.Configuration;

/// <summary>A whole, valid configuration. Both shapes of the file are read into this one model.</summary>
public sealed record ClusterConfig
{
    /// <summary>The cluster's timing.</summary>
    public required Settings Settings { get; init; }

    /// <summary>The failover domains, in the order in which their first hosts stand in the file.</summary>
    public required ImmutableArray<FailoverDomain> Domains { get; init; }

    /// <summary>All hosts in the order of the file.</summary>
    public required ImmutableArray<HostRef> Hosts { get; init; }

    /// <summary>All groups in the order of the file.</summary>
    public required ImmutableArray<GroupRef> Groups { get; init; }

    /// <summary>The configuration of a host.</summary>
    public HostConfig this[HostRef host] => Domains[host.Domain].Hosts[host.Host];

    /// <summary>The configuration of a group.</summary>
    public GroupConfig this[GroupRef group] => Domains[group.Domain].Groups[group.Group];

    /// <summary>
    /// Finds the failover domains of a checked configuration. Throws <see cref="InvalidOperationException"/> on a name that is not
    /// defined, on a cycle and on a duplicate: those are the reader's to find and to report, never ours to see.
    /// </summary>
    public static ClusterConfig Create(
        Settings settings,
        IReadOnlyList<HostConfig> hosts,
        IReadOnlyList<ResourceDefinition> resources,
        IReadOnlyList<GroupDefinition> groups) =>
        new DomainFinder(hosts, resources, groups).Find(settings);
}

/// <summary>Where a host stands in a <see cref="ClusterConfig"/>.</summary>
public readonly record struct HostRef(int Domain, int Host);

/// <summary>Where a group stands in a <see cref="ClusterConfig"/>.</summary>
public readonly record struct GroupRef(int Domain, int Group);

/// <summary>A resource and the names of the resources that depend on it directly.</summary>
public sealed record ResourceDefinition(ResourceConfig Resource, ImmutableArray<string> Dependents);

/// <summary>A group by names: its root resource, its home host, and its failover hosts in order of preference.</summary>
public sealed record GroupDefinition(string Root, string HomeHost, ImmutableArray<string> FailoverHosts);
