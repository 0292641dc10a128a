namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// Rule F3: a host on which somebody may be working by hand is not fenced. Safety: what is not known of an unmanaged group
/// counts as somebody's work.
/// </summary>
internal static class F3Unmanaged
{
    public static FenceRefusal? WhyNot(DomainTurn turn, int host)
    {
        for (var index = 0; index < turn.Domain.Groups.Length; index++)
        {
            var group = turn.Domain.Groups[index];
            if (group.MayRunOn(host) && turn.Group(index).IsHandsOff && Protects(turn, group, host) is { } why)
            {
                var hold = turn.Group(index).Managed ? "held (K7)" : $"unmanaged ({turn.Group(index).Unmanaged})";
                return new FenceRefusal(RuleId.F3, $"{group.Id} is {hold} and {why}",
                    $"halo manage {group.Id}, or halo fence {turn.NameOfHost(host)}");
            }
        }

        return null;
    }

    private static string? Protects(DomainTurn turn, GroupConfig group, int host)
    {
        var members = group.Members.Where(member => turn.Domain.IsExclusive(member) || member == group.Root).ToImmutableArray();
        foreach (var member in members)
        {
            var last = turn.Resource(member, host).LastSeen;
            if (last != KnowledgeKind.Stopped)
            {
                return $"{turn.NameOfResource(member)} was last known {last} on {turn.NameOfHost(host)}";
            }
        }

        return group.Hosts.All(other => members.All(member => turn.Resource(member, other).LastSeen == KnowledgeKind.Stopped))
            ? "was last known Stopped on all of its hosts, so somebody may be working on it"
            : null;
    }
}
