namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P9: a group that runs, or may run, in two places is touched by nobody. Safety: HALO cannot know which of the two
/// holds the data that counts. A conflict does not end because one of the hosts falls silent: what was last seen running
/// there counts until the contrary is proven.
/// </summary>
internal static class P9Conflicts
{
    /// <summary>The conflict as a clause; null when there is none.</summary>
    public static string? Find(DomainTurn turn, GroupConfig group, bool isInConflict)
    {
        int? runner = null;
        var runningMember = 0;
        foreach (var member in group.Members.Where(turn.Domain.IsExclusive))
        {
            int? holder = null;
            foreach (var host in group.Hosts)
            {
                var kind = Kind(turn.Resource(member, host), isInConflict);
                var holds = kind is KnowledgeKind.Running or KnowledgeKind.Error;
                if (holds && holder is { } other)
                {
                    return $"{Say(turn, member, other)} and {Say(turn, member, host)}";
                }

                if (kind == KnowledgeKind.Running && runner is { } elsewhere && elsewhere != host)
                {
                    return $"{Say(turn, runningMember, elsewhere)} and {Say(turn, member, host)}";
                }

                holder = holds ? host : holder;
                (runner, runningMember) = kind == KnowledgeKind.Running ? (host, member) : (runner, runningMember);
            }
        }

        return null;
    }

    /// <summary>What ends the conflict: of what runs twice one must go, what failed must be stopped.</summary>
    public static string WayOut(DomainTurn turn, GroupConfig group)
    {
        if (LostHolders(turn, group).ToImmutableArray() is { IsEmpty: false } lost)
        {
            return WayOutOfLost(turn, lost);
        }

        var exclusive = group.Members.Where(turn.Domain.IsExclusive).ToImmutableArray();
        if (group.Hosts.Count(host => exclusive.Any(member => turn.Resource(member, host).IsRunning)) > 1)
        {
            return "stop all but one of them by hand";
        }

        var failed = exclusive.Where(member => group.Hosts.Any(host => turn.Resource(member, host) is { IsError: true, Tainted: true }))
            .Select(turn.NameOfResource).ToImmutableArray();
        if (failed.IsEmpty)
        {
            return "mend what the agents report, then HALO goes on";
        }

        var cleanup = $"mend it, then have it stopped where it is in error: halo cleanup {string.Join(" ", failed)}";
        return S1OneManager.Find(turn) is { } other ? $"{S1OneManager.WayOut} ({other.Because}); {cleanup}" : cleanup;
    }

    /// <summary>
    /// What failed and is to be stopped though the group is in conflict, because an administrator asked for its cleanup. Safety: it is only
    /// stopped where it is in error, with nothing running on top of it there; what runs elsewhere is not touched. None while another manager
    /// drives a host of the domain (rule S1).
    /// </summary>
    public static IEnumerable<(int Member, int Host)> StopsAskedFor(DomainTurn turn, int index)
    {
        if (S1OneManager.Find(turn) is not null)
        {
            return [];
        }

        var group = turn.Domain.Groups[index];
        var asked = turn.Requests.Where(request => request is { Stage: RequestStage.Pending, Asked.Verb: AdministratorVerb.Cleanup })
            .Select(request => request.Asked.Position);
        return group.Members.Where(turn.Domain.IsExclusive).Intersect(asked)
            .SelectMany(member => group.Hosts.Select(host => (Member: member, Host: host)))
            .Where(place => turn.Resource(place.Member, place.Host) is { IsError: true, Tainted: true, Failure: null }
                && !P2Completion.RunningUnder(turn, index, place.Member, place.Host).Any());
    }

    /// <summary>Hosts without contact on which something of the group was running, or in error, when it was lost.</summary>
    public static IEnumerable<int> LostHolders(DomainTurn turn, GroupConfig group) => group.Hosts.Where(host => !turn.Host(host).IsConnected()
        && group.Members.Any(member => turn.Domain.IsExclusive(member) && turn.Resource(member, host).WasHeldWhenLastKnown));

    private static string WayOutOfLost(DomainTurn turn, ImmutableArray<int> lost)
    {
        var fenceable = lost.Where(host => F0FenceAgent.WhyNot(turn, host) is null).Select(turn.NameOfHost).ToImmutableArray();
        return fenceable.IsEmpty
            ? F0FenceAgent.WhyNot(turn, lost[0])!.WayOut
            : $"{FenceRefusal.PowerOffByHand(string.Join(" or ", fenceable))}, or halo fence {fenceable[0]} --force";
    }

    private static KnowledgeKind Kind(ResourceState state, bool isInConflict) =>
        isInConflict && state.Knowledge.Kind == KnowledgeKind.Unknown ? state.LastKnown : state.Knowledge.Kind;

    private static string Say(DomainTurn turn, int member, int host)
    {
        var state = turn.Resource(member, host);
        var what = state switch
        {
            { IsRunning: true } => "is Running",
            { IsError: true } when state.Knowledge.Why.Length > 0 => $"is in Error ({state.Knowledge.Why})",
            { IsError: true } => "is in Error",
            { LastKnown: KnowledgeKind.Error } => "was in Error when it was last seen",
            _ => "was Running when it was last seen",
        };
        return $"{turn.NameOfResource(member)} {what} on {turn.NameOfHost(host)}";
    }
}
