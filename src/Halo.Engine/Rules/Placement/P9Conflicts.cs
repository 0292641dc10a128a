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

    /// <summary>What ends the conflict: where nothing is seen running, the agents' errors are what is to be mended.</summary>
    public static string WayOut(DomainTurn turn, GroupConfig group)
    {
        if (LostHolders(turn, group).Select(turn.NameOfHost).Distinct(StringComparer.Ordinal).ToImmutableArray() is { IsEmpty: false } lost)
        {
            return $"power {string.Join(" or ", lost)} off by hand (HALO will see it), or halo fence {lost[0]} --force";
        }

        return group.Members.Any(member => group.Hosts.Any(host => turn.Resource(member, host).IsRunning))
            ? "stop all but one of them by hand"
            : "mend what the agents report; HALO goes on when at most one of them is in error";
    }

    /// <summary>Hosts without contact on which something of the group was running, or in error, when it was lost.</summary>
    public static IEnumerable<int> LostHolders(DomainTurn turn, GroupConfig group) => group.Hosts.Where(host => !turn.Host(host).IsConnected()
        && group.Members.Any(member => turn.Domain.IsExclusive(member) && turn.Resource(member, host).WasHeldWhenLastKnown));

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
