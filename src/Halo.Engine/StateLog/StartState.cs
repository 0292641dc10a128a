namespace Halo.Engine.StateLog;

/// <summary>
/// The state in which a manager starts, from what the state log says. What concerns objects that the configuration does not
/// have (any more) is told, not lost: <see cref="ClusterState.Orphans"/>.
/// </summary>
internal static class StartState
{
    /// <summary>The state of a manager that knows nothing, with the past in it.</summary>
    public static ClusterState Of(ClusterState blank, ClusterConfig config, RecordedPast past)
    {
        var definitions = new SortedDictionary<string, RecordedDefinition>(StringComparer.Ordinal);
        foreach (var group in config.Groups)
        {
            definitions.Add(config[group].Id, RecordedDefinition.Of(config.Domains[group.Domain], config[group]));
        }

        var holds = new GroupHold(past, definitions);
        var places = new Places(config);
        var resources = past.Resources.Where(resource => places.Find(resource) is not null)
            .ToLookup(resource => places.Find(resource)!.Value.Domain);
        return blank with
        {
            Domains =
            [
                .. config.Domains.Select((domain, index) => blank.Domains[index] with
                {
                    Hosts = [.. domain.Hosts.Select((host, i) => Host(blank.Domains[index].Hosts[i], past.Hosts.GetValueOrDefault(host.Id)))],
                    Groups = [.. domain.Groups.Select(group => Group(past.Groups.GetValueOrDefault(group.Id), definitions[group.Id], holds, group.Id))],
                    Resources = Resources(blank.Domains[index], resources[index], places),
                }),
            ],
            Orphans = [.. StateLog.Orphans.Of(past, places)],
        };
    }

    private static HostState Host(HostState blank, HostPast? past) => past is null ? blank : blank with
    {
        Deactivated = past.Deactivated,
        Fenced = past.Fenced,
        OpenIntent = past.OpenIntent,
        LastAttempt = past.LastAttempt,
        FenceTrouble = past.FenceTrouble,
    };

    /// <summary>A group that is held does not count as recorded: its new definition is written when the hold ends.</summary>
    private static GroupState Group(GroupPast? past, RecordedDefinition now, GroupHold holds, string name)
    {
        var held = holds.Why(name, now);
        return new GroupState
        {
            Unmanaged = past?.Unmanaged,
            Held = held,
            IsRecorded = held is null && past?.Accepted is { } accepted && accepted.Definition.IsSameAs(now),
        };
    }

    private static ImmutableArray<ResourceState> Resources(DomainState blank, IEnumerable<ResourcePast> past, Places places)
    {
        var states = blank.Resources.ToBuilder();
        foreach (var resource in past)
        {
            var place = places.Find(resource)!.Value;
            var index = (place.Resource * blank.Hosts.Length) + place.Host;
            states[index] = states[index] with { Failure = resource.Failure, Tainted = resource.Tainted };
        }

        return states.ToImmutable();
    }
}
