using Halo.Engine.StateLog;

namespace Halo.Simulator.Checks;

/// <summary>
/// K7: a group whose definition is another one than the log has is touched only when somebody said <c>manage</c>, or when it was
/// seen running on exactly one host.
/// </summary>
internal sealed class HoldCheck(SimulatedWorld world)
{
    private readonly SortedDictionary<string, string> _recorded = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _held = new(StringComparer.Ordinal);

    public void Began(ManagerLife life)
    {
        _recorded.Clear();
        _held.Clear();
        foreach (var happened in life.Log.Durable)
        {
            Learn(happened);
        }

        foreach (var group in world.Config.Groups)
        {
            var id = world.Config[group].Id;
            if (_recorded.TryGetValue(id, out var then)
                && then != RecordedDefinition.Of(world.Config.Domains[group.Domain], world.Config[group]).ResourcesText)
            {
                _ = _held.Add(id);
            }
        }
    }

    public void Learn(ClusterEvent happened)
    {
        if (happened.Kind == EventKind.Group)
        {
            _recorded[happened.Object] = happened[EventField.Resources] ?? "";
        }
        else if (happened.Kind == EventKind.Manage)
        {
            _ = _held.Remove(happened.Object);
        }
    }

    public void Judge(Told told, ClusterAction action)
    {
        if (_held.Count == 0 || action is not RunOperation { Kind: not OperationKind.Monitor } run)
        {
            return;
        }

        var domain = world.Config.Domains[run.Host.Domain];
        var groups = domain.GroupsOfResource[run.Resource].Select(index => domain.Groups[index]);
        if (groups.All(group => _held.Contains(group.Id) && !WasSeen(told, domain, group)))
        {
            throw new ViolationException("K7", $"{run.Kind} of {domain.Resources[run.Resource].Id}, whose group was changed in the configuration");
        }
    }

    private static bool WasSeen(Told told, FailoverDomain domain, GroupConfig group) =>
        group.Hosts.Any(host => told[domain.Index, group.Root, host].SeenRunningAt is not null);
}
