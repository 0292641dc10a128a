namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// Rule F2: a fence must gain something for a managed group. Safety: what was last known before contact was lost is what counts; an idle host
/// is not shot for being away.
/// </summary>
internal static class F2Gain
{
    public static FenceRefusal? WhyNot(DomainTurn turn, int host) => Ran(turn, host) || IsLacking(turn, host)
        ? null
        : new FenceRefusal(RuleId.F2, $"no managed group ran on {turn.NameOfHost(host)}, and none lacks only its proof",
            $"bring {turn.NameOfHost(host)} back");

    /// <summary>The half of the rule that says whether HALO knows the host at all.</summary>
    public static FenceRefusal? WhyNotKnown(DomainTurn turn, int host) =>
        turn.Host(host).WasConnected || turn.Host(host).OpenIntent is not null
            ? null
            : new FenceRefusal(RuleId.F2, $"{turn.NameOfHost(host)} has not been connected since the manager started",
                $"bring {turn.NameOfHost(host)} back, power it off by hand, or halo fence {turn.NameOfHost(host)}");

    /// <summary>Whether a managed group ran, or may have been starting, on the host when contact was lost.</summary>
    public static bool Ran(DomainTurn turn, int host) => ManagedGroupsOf(turn, host).Any(index =>
        turn.Domain.Groups[index].Members.Any(member => turn.Domain.IsExclusive(member)
            && turn.Resource(member, host) is { LastSeen: KnowledgeKind.Running or KnowledgeKind.Error } or { IsChanging: true }));

    /// <summary>Whether a managed group runs nowhere and lacks only this host's proof, or besides only that of hosts that would be fenced too.</summary>
    public static bool IsLacking(DomainTurn turn, int host) => WouldStart(turn, host).Any();

    /// <summary>The managed groups that could start once the host is off, and that cannot start without; each with the host on which.</summary>
    public static IEnumerable<(int Group, int Target)> WouldStart(DomainTurn turn, int host)
    {
        var without = turn.Imagine();
        foreach (var other in FenceRules.OthersAllowed(turn, host))
        {
            K4PowerOff.Assume(without, other, turn.Now);
        }

        var with = without.Imagine();
        K4PowerOff.Assume(with, host, turn.Now);
        foreach (var group in ManagedGroupsOf(turn, host))
        {
            if (TargetOf(with, group) is { } target && TargetOf(without, group) is null)
            {
                yield return (group, target);
            }
        }
    }

    /// <summary>The managed groups that may run on a host and that HALO may touch.</summary>
    public static IEnumerable<int> ManagedGroupsOf(DomainTurn turn, int host) => Enumerable.Range(0, turn.Domain.Groups.Length)
        .Where(index => !turn.Group(index).IsHandsOff && turn.Domain.Groups[index].MayRunOn(host));

    /// <summary>Where a group that runs nowhere would start; null where it runs, or could not start.</summary>
    private static int? TargetOf(DomainTurn turn, int index)
    {
        var group = turn.Domain.Groups[index];
        if (group.Hosts.Any(host => turn.Resource(group.Root, host).IsRunning) || P9Conflicts.Find(turn, group, isInConflict: false) is not null)
        {
            return null;
        }

        var plan = StartPlan.Of(turn, index);
        return plan.WhyNot(turn) is null ? plan.Target : null;
    }
}
