using Halo.Engine.StateLog;

namespace Halo.Simulator.Checks;

/// <summary>
/// K7: a group whose definition is another one than the log has is touched only when somebody said <c>manage</c>, or when all of it was
/// seen running, as it is defined now, on exactly one host.
/// </summary>
internal sealed class HoldCheck(SimulatedWorld world)
{
    private readonly SortedDictionary<string, Recorded> _recorded = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ImmutableArray<Recorded>> _found = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _held = new(StringComparer.Ordinal);
    private int _lines;

    public void Began(ManagerLife life)
    {
        _recorded.Clear();
        _found.Clear();
        _held.Clear();
        foreach (var happened in life.Log.Durable)
        {
            Learn(happened);
        }

        foreach (var place in world.Config.Groups)
        {
            if (IsOther(place) || WasAnothers(place))
            {
                _ = _held.Add(world.Config[place].Id);
            }
        }
    }

    public void Learn(ClusterEvent happened)
    {
        if (happened.Kind is EventKind.Group or EventKind.Held)
        {
            var recorded = new Recorded(RecordedDefinition.Parse(happened[EventField.Hosts], happened[EventField.Resources])!, ++_lines);
            if (happened.Kind == EventKind.Group)
            {
                _recorded[happened.Object] = recorded;
                _ = _found.Remove(happened.Object);
            }
            else
            {
                _found[happened.Object] = [.. Found(happened.Object), recorded];
            }
        }
        else if (happened.Kind == EventKind.Manage)
        {
            _ = _held.Remove(happened.Object);
        }
    }

    /// <summary>What was told may end a hold.</summary>
    public void Release(Told told)
    {
        if (_held.Count > 0)
        {
            foreach (var place in world.Config.Groups.Where(place => RunsOnExactlyOneHost(told, place)))
            {
                _ = _held.Remove(world.Config[place].Id);
            }
        }
    }

    /// <summary>Whether HALO must treat a group like an unmanaged one.</summary>
    public bool IsHeld(GroupRef place) => _held.Count > 0 && _held.Contains(world.Config[place].Id);

    public void Judge(ClusterAction action)
    {
        if (_held.Count == 0 || action is not RunOperation { Kind: not OperationKind.Monitor } run)
        {
            return;
        }

        var domain = world.Config.Domains[run.Host.Domain];
        if (domain.GroupsOfResource[run.Resource].All(group => _held.Contains(domain.Groups[group].Id)))
        {
            throw new ViolationException("K7", $"{run.Kind} of {domain.Resources[run.Resource].Id}, whose group was changed in the configuration");
        }
    }

    private RecordedDefinition Now(GroupRef place) => RecordedDefinition.Of(world.Config.Domains[place.Domain], world.Config[place]);

    /// <summary>It has lost a host, or its resources are others; or it was held ever since it is there.</summary>
    private bool IsOther(GroupRef place)
    {
        var id = world.Config[place].Id;
        return _recorded.TryGetValue(id, out var then) ? Differ(then.Definition, Now(place)) : !Found(id).IsEmpty;
    }

    private static bool Differ(RecordedDefinition then, RecordedDefinition now) =>
        then.Hosts.Except(now.Hosts).Any()
        || !then.Resources.Select(Contents).ToHashSet().SetEquals(now.Resources.Select(Contents))
        || then.Resources.Any(resource => resource.IsShared && now.Resources.Any(other => other.Name == resource.Name && !other.IsShared));

    private static (string Name, string Content) Contents(RecordedResource resource) => (resource.Name, resource.Content);

    /// <summary>
    /// What it has for itself, by its name or by what it is made of, was last another group's that is gone or has changed. Of what that group
    /// was only found to be, a group that was there before knows nothing.
    /// </summary>
    private bool WasAnothers(GroupRef place)
    {
        var id = world.Config[place].Id;
        var since = _recorded.TryGetValue(id, out var own) ? own.Line : 0;
        ImmutableArray<RecordedResource> now = [.. Now(place).Resources.Where(resource => !resource.IsShared)];
        return _recorded.Any(other => IsClaim(other.Key, other.Value))
            || (own is null && _found.Any(other => other.Value.Any(found => IsClaim(other.Key, found))));

        bool IsClaim(string group, Recorded past) => group != id && past.Line > since && IsGoneOrChanged(group)
            && past.Definition.Resources.Any(then => now.Any(resource => resource.Name == then.Name || resource.Content == then.Content));
    }

    private bool IsGoneOrChanged(string group)
    {
        var place = world.Config.Groups.Where(place => world.Config[place].Id == group).ToImmutableArray();
        return place.IsEmpty || (_recorded.TryGetValue(group, out var last) ? Differ(last.Definition, Now(place[0])) : Differ(Found(group)[^1].Definition, Now(place[0])));
    }

    private ImmutableArray<Recorded> Found(string group) => _found.TryGetValue(group, out var found) ? found : [];

    private bool RunsOnExactlyOneHost(Told told, GroupRef place)
    {
        var (domain, group) = (world.Config.Domains[place.Domain], world.Config[place]);
        var own = group.Members.Where(member => member == group.Root || domain.IsExclusive(member)).ToImmutableArray();
        return group.Hosts.Count(host => own.Any(member => Runs(member, host))) == 1
            && group.Hosts.Any(host => own.All(member => Runs(member, host)));

        bool Runs(int member, int host) => told[domain.Index, member, host] is { Counts: true, Last: KnowledgeKind.Running };
    }

    private sealed record Recorded(RecordedDefinition Definition, int Line);
}
