namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P7: dependents are stopped before their parents, and what several groups share only when no group on that host needs it. Safety:
/// nothing is taken away from under what runs on it.
/// </summary>
internal static class P7Order
{
    /// <summary>What of a group must be stopped before it has left a host, dependents before their parents.</summary>
    public static IEnumerable<int> Leaving(DomainTurn turn, int index, int host) =>
        turn.Domain.Groups[index].Members.Reverse().Where(member => IsLeaving(turn, index, member, host));

    /// <summary>Whether nothing is left that must be stopped before it.</summary>
    public static bool IsNext(DomainTurn turn, int index, int member, int host) =>
        !turn.Domain.Groups[index].Descendants(member).Any(below => IsLeaving(turn, index, below, host));

    /// <summary>Whether another group has the resource too, and its root is not proven stopped on that host.</summary>
    public static bool IsNeededByAnotherGroup(DomainTurn turn, int index, int member, int host)
    {
        foreach (var other in turn.Domain.GroupsOfResource[member])
        {
            var group = turn.Domain.Groups[other];
            if (other != index && group.MayRunOn(host) && turn.Resource(group.Root, host) is { IsStopped: false } or { IsChanging: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLeaving(DomainTurn turn, int index, int member, int host) =>
        !turn.Resource(member, host).IsStopped && !IsNeededByAnotherGroup(turn, index, member, host);
}
