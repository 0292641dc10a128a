namespace Halo.Simulator.Checks;

/// <summary>
/// Judges every stop by what the manager was told: somebody wanted the group to leave (P4), something under it or of it is broken (P2, K6,
/// P8), or it runs nowhere and something of it is in the way (P1, P3). A move that begins could end (P4), and what other groups there need
/// stays (P7).
/// </summary>
internal sealed class StopCheck(SimulatedWorld world, Judge judge, PlacementCheck placement)
{
    private readonly SortedSet<string> _comingHome = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int From, int To)> _beginning = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _leaving = new(StringComparer.Ordinal);

    public void Began()
    {
        _comingHome.Clear();
        _beginning.Clear();
        _leaving.Clear();
    }

    public void Learn(EngineInput input)
    {
        if (input is AdministratorAsked { Verb: AdministratorVerb.Failback } asked)
        {
            _ = _comingHome.Add(world.Config[new HostRef(asked.DomainIndex, asked.Position)].Id);
        }
    }

    /// <summary>Where the engine says that a move leads: only that tells on which start it rests.</summary>
    public void Learn(ClusterEvent happened)
    {
        if (happened.Kind == EventKind.Move)
        {
            var place = world.Config.Groups.First(place => world.Config[place].Id == happened.Object);
            var hosts = world.Config.Domains[place.Domain].Hosts;
            var words = happened.Comment.Split(' ');
            var (from, to) = (Find(words[1]), Find(words[3]));
            _beginning[happened.Object] = (from, to);
            if (IsToLeave(new HostRef(place.Domain, from), world.Config[place]))
            {
                _leaving[happened.Object] = from;
            }

            int Find(string name) => hosts.Select((host, index) => host.Id == name ? index : -1).Max();
        }
        else if (happened.Kind is EventKind.Moved or EventKind.MoveFailed)
        {
            _ = _beginning.Remove(happened.Object);
            _ = _leaving.Remove(happened.Object);
        }
    }

    public void Judge(Told told, Instant now, ClusterAction action)
    {
        if (action is not RunOperation { Kind: OperationKind.Stop } stop)
        {
            return;
        }

        var domain = world.Config.Domains[stop.Host.Domain];
        var what = $"stop of {domain.Resources[stop.Resource].Id} on {domain.Hosts[stop.Host.Host].Id} ({stop.Reason})";
        ImmutableArray<int> leaving = [.. domain.GroupsOfResource[stop.Resource]
            .Where(group => domain.Groups[group].MayRunOn(stop.Host.Host) && judge.IsManaged(domain.Index, group) && IsJustified(told, stop, domain, domain.Groups[group]))];
        Demand(!leaving.IsEmpty, "P2", $"{what} for no reason that a rule knows");
        Demand(IsBroken(told, stop) || leaving.Any(group => !IsNeededByAnother(told, stop, domain, group)), "P7", $"{what}, which another group there may need");
        foreach (var group in leaving.Select(group => domain.Groups[group]))
        {
            if (_beginning.Remove(group.Id, out var move) && move.From == stop.Host.Host)
            {
                var because = placement.WhyNotStarted(told, now, domain, group, move.To, leaving: move.From);
                Demand(because is null, "P4", $"{what}, to move it to {domain.Hosts[move.To].Id}, though {because}");
            }
        }
    }

    private bool IsJustified(Told told, RunOperation stop, FailoverDomain domain, GroupConfig group)
    {
        var host = stop.Host.Host;
        return IsToLeave(stop.Host, group)
            || (_leaving.TryGetValue(group.Id, out var from) && from == host)
            || IsBroken(told, stop)
            || group.Members.Any(member => group.Descendants(member).Contains(stop.Resource) && !Runs(told, domain, member, host))
            || !group.Hosts.Any(other => Runs(told, domain, group.Root, other));
    }

    /// <summary>Whether somebody wants a group to leave a host: it is deactivated, or the group was to go home.</summary>
    private bool IsToLeave(HostRef host, GroupConfig group) => !judge.IsActive(host)
        || (host.Host != group.HomeHost && _comingHome.Contains(world.Config[new HostRef(host.Domain, group.HomeHost)].Id));

    /// <summary>Whether another group has it too, and is not known to be gone from there: its root runs, is in error, or nobody knows.</summary>
    private static bool IsNeededByAnother(Told told, RunOperation stop, FailoverDomain domain, int group) => domain.GroupsOfResource[stop.Resource]
        .Any(other => other != group && domain.Groups[other].MayRunOn(stop.Host.Host)
            && told[domain.Index, domain.Groups[other].Root, stop.Host.Host] is { IsProvenStopped: false } or { IsChanging: true });

    private static bool IsBroken(Told told, RunOperation stop) =>
        told[stop.Host.Domain, stop.Resource, stop.Host.Host] is { IsTainted: true } or { Last: KnowledgeKind.Error };

    private static bool Runs(Told told, FailoverDomain domain, int member, int host) =>
        told[domain.Index, member, host] is { Counts: true, Last: KnowledgeKind.Running, IsInDoubt: false };

    private static void Demand(bool condition, string rule, string otherwise)
    {
        if (!condition)
        {
            throw new ViolationException(rule, otherwise);
        }
    }
}
