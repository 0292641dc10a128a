namespace Halo.Engine.Configuration;

/// <summary>
/// Hosts and groups that are connected through "may run on"; in most clusters, one pair. Nothing that the engine decides
/// for one domain depends on another but for the question whether the manager itself is cut off (rule F6), so a step costs
/// by the size of a domain. Hosts, resources and groups are known by their position here.
/// </summary>
public sealed record FailoverDomain
{
    /// <summary>The domain's position in <see cref="ClusterConfig.Domains"/>.</summary>
    public required int Index { get; init; }

    /// <summary>The domain's hosts in the order of the file.</summary>
    public required ImmutableArray<HostConfig> Hosts { get; init; }

    /// <summary>The domain's resources; those of one group stand together, parents before dependents.</summary>
    public required ImmutableArray<ResourceConfig> Resources { get; init; }

    /// <summary>The domain's groups in the order of the file.</summary>
    public required ImmutableArray<GroupConfig> Groups { get; init; }

    /// <summary>For each resource, the groups that have it. One group: exclusive. Several: shared.</summary>
    public required ImmutableArray<ImmutableArray<int>> GroupsOfResource { get; init; }

    /// <summary>Whether exactly one group has the resource.</summary>
    public bool IsExclusive(int resource) => GroupsOfResource[resource].Length == 1;

    /// <summary>Whether some group may run on the host and elsewhere too, so that it should fail over when the host is lost.</summary>
    public bool HasGroupsToFailOver(int host) => Groups.Any(group => group.Hosts.Length > 1 && group.MayRunOn(host));

    /// <summary>Whether some group that has the resource may run on the host.</summary>
    public bool MayRunOn(int resource, int host)
    {
        foreach (var group in GroupsOfResource[resource])
        {
            if (Groups[group].MayRunOn(host))
            {
                return true;
            }
        }

        return false;
    }
}
