namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P2: a group is completed where its root runs, parents before dependents. Safety: no parent is started under dependents that run, or may.
/// </summary>
internal static class P2Completion
{
    /// <summary>What must be stopped, or may have to, before a stopped parent is started; what another group there needs stays (rule P7).</summary>
    public static IEnumerable<int> RunningUnder(DomainTurn turn, int index, int parent, int host) => turn.Domain.Groups[index].Descendants(parent)
        .Where(member => turn.Resource(member, host) is { IsStopped: false, IsError: false }
            && !P7Order.IsNeededByAnotherGroup(turn, index, member, host));

    /// <summary>Whether all of a group runs on one host.</summary>
    public static bool IsWhole(DomainTurn turn, GroupConfig group) =>
        group.Hosts.Any(host => group.Members.All(member => turn.Resource(member, host).IsRunning));

    /// <summary>
    /// Whether nothing more becomes of a member by itself on the host where the root runs: it runs, or what keeps it from that is for people
    /// to end.
    /// </summary>
    public static bool IsSettled(DomainTurn turn, GroupConfig group, int member, int host)
    {
        var state = turn.Resource(member, host);
        if (state.IsRunning || state.IsError)
        {
            return state.Failure is not null || !state.Tainted || state.IsRunning;
        }

        if (!state.IsStopped || state.IsChanging)
        {
            return false;
        }

        return state.Failure is not null
            || state.Knowledge.Proof == StopProof.NotInstalled
            || !turn.Host(host).Active
            || (MissingParent(turn, group, member, host) is { } parent && !turn.Resource(parent, host).IsRunning && IsSettled(turn, group, parent, host))
            || P1Proof.ObstacleToDependent(turn, group, member, host)?.IsPassing(turn) == false;
    }

    /// <summary>A parent that does not run for certain; null when all do.</summary>
    public static int? MissingParent(DomainTurn turn, GroupConfig group, int member, int host)
    {
        foreach (var parent in group.ParentsOf(member))
        {
            if (turn.Resource(parent, host) is not { IsRunning: true, Unconfirmed: Unconfirmed.None })
            {
                return parent;
            }
        }

        return null;
    }
}
