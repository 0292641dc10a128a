namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P6: one change at a time for a group and for those that share a resource with it. Several starts on one host, or
/// several stops, are one change. Safety: what was judged when a start was sent still holds when it ends.
/// </summary>
internal static class P6OneChange
{
    /// <summary>A start or stop in flight that is another change than the one that is wanted; null when there is none.</summary>
    public static (int Resource, int Host)? Other(DomainTurn turn, GroupConfig group, OperationKind kind, int host)
    {
        for (var resource = 0; resource < turn.Domain.Resources.Length; resource++)
        {
            if (!IsInChangeUnit(turn, group, resource))
            {
                continue;
            }

            foreach (var other in turn.AllHosts)
            {
                if (turn.Resource(resource, other) is { IsChanging: true, InFlight: { } operation }
                    && (operation.Kind != kind || other != host))
                {
                    return (resource, other);
                }
            }
        }

        return null;
    }

    private static bool IsInChangeUnit(DomainTurn turn, GroupConfig group, int resource) =>
        turn.Domain.GroupsOfResource[resource].Any(g => turn.Domain.Groups[g].ChangeUnit == group.ChangeUnit);
}
