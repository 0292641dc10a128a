namespace Halo.Engine.Configuration;

/// <summary>
/// A resource group: a root resource and all that depends on it. It moves as one. Hosts and resources are indices into
/// the group's <see cref="FailoverDomain"/>.
/// </summary>
public sealed record GroupConfig
{
    /// <summary>The group's name: that of its root resource.</summary>
    public required string Id { get; init; }

    /// <summary>The group's members, parents before dependents; the root is the first.</summary>
    public required ImmutableArray<int> Members { get; init; }

    /// <summary>Where the group may run: its home host, then the failover hosts in order of preference.</summary>
    public required ImmutableArray<int> Hosts { get; init; }

    /// <summary>For each of <see cref="Members"/>, the members that it depends on directly.</summary>
    public required ImmutableArray<ImmutableArray<int>> Parents { get; init; }

    /// <summary>
    /// Groups that share a resource, directly or through others, count as one for changes (rule P6) and carry the same
    /// number here.
    /// </summary>
    public required int ChangeUnit { get; init; }

    /// <summary>The root resource.</summary>
    public int Root => Members[0];

    /// <summary>Where the group normally runs.</summary>
    public int HomeHost => Hosts[0];

    /// <summary>Whether the group may run on that host.</summary>
    public bool MayRunOn(int host) => Hosts.Contains(host);

    /// <summary>The members that one depends on directly.</summary>
    public ImmutableArray<int> ParentsOf(int member) => Parents[Members.IndexOf(member)];

    /// <summary>All members that depend on one, directly or not, parents before dependents.</summary>
    public ImmutableArray<int> Descendants(int ancestor)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < Members.Length; i++)
        {
            if (Parents[i].Any(parent => parent == ancestor || found.Contains(parent)))
            {
                found.Add(Members[i]);
            }
        }

        return found.ToImmutable();
    }
}
