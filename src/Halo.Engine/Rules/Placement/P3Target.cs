namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P3: where a group that runs nowhere starts. Safety: a group that ran on a host which is connected starts there again
/// unless it failed there, and elsewhere only after a stop has returned 0, because an agent can say 7 while it runs.
/// </summary>
internal static class P3Target
{
    /// <summary>The host to start on; null and why not when there is none.</summary>
    public static (int? Host, string Because) Choose(DomainTurn turn, GroupConfig group, GroupState state)
    {
        if (state.Move is { } move && WhyNotEligible(turn, group, move.To) is null)
        {
            return (move.To, $"it is being moved from {turn.NameOfHost(move.From)}");
        }

        if (state.LastRanOn is { } last && turn.Host(last).IsConnected())
        {
            if (WhyNotEligible(turn, group, last, inPlace: true) is not { } whyNotThere)
            {
                return (last, $"it last ran on {turn.NameOfHost(last)}");
            }

            if (IsBeingConnected(turn, last))
            {
                return (null, $"it last ran on {turn.NameOfHost(last)}, and {whyNotThere}");
            }
        }

        var holders = group.Hosts.Where(host => HoldsPart(turn, group, host)).ToImmutableArray();
        if (holders.Length == 1)
        {
            var holder = turn.NameOfHost(holders[0]);
            return WhyNotEligible(turn, group, holders[0]) is { } whyNot
                ? (null, $"a part of it runs on {holder}, and {whyNot}")
                : (holders[0], $"a part of it runs on {holder}");
        }

        foreach (var host in group.Hosts)
        {
            if (WhyNotEligible(turn, group, host) is null)
            {
                return (host, host == group.HomeHost
                    ? $"{turn.NameOfHost(host)} is its home host"
                    : $"{turn.NameOfHost(host)} is the first eligible host");
            }
        }

        return (null, string.Join("; ", group.Hosts.Select(host => WhyNotEligible(turn, group, host))));
    }

    /// <summary>What must still be stopped where the group last ran before it may start elsewhere.</summary>
    public static IEnumerable<Obstacle> ObstaclesToLeaving(DomainTurn turn, GroupConfig group, GroupState state, int target)
    {
        if (state.LastRanOn is not { } last || last == target)
        {
            yield break;
        }

        foreach (var member in group.Members.Reverse())
        {
            var there = turn.Resource(member, last);
            if (turn.Domain.IsExclusive(member) && there.IsStopped
                && there.Knowledge.Proof is not (StopProof.AfterStop or StopProof.PowerOff))
            {
                yield return new Obstacle(member, last, RuleId.P3,
                    $"the group last ran on {turn.NameOfHost(last)}, and {turn.NameOfResource(member)} was not stopped there by a stop");
            }
        }
    }

    /// <summary>
    /// Why a group cannot be placed on a host, as a clause; null when it can. In place, where it last ran, only a failure of the
    /// root counts: a dependent that failed there keeps the others from nothing.
    /// </summary>
    public static string? WhyNotEligible(DomainTurn turn, GroupConfig group, int index, bool inPlace = false)
    {
        var host = turn.Host(index);
        var name = turn.NameOfHost(index);
        if (!turn.CanDrive(index))
        {
            return WhyNotDriven(turn, index);
        }

        if (host.Deactivated is { } mark)
        {
            return $"{name} is deactivated ({mark})";
        }

        if (host.Fence is not null)
        {
            return $"{name} is being fenced";
        }

        foreach (var member in group.Members)
        {
            var state = turn.Resource(member, index);
            if (state.Failure is { } failure && (!inPlace || member == group.Root))
            {
                return $"on {name} {turn.NameOfResource(member)} failed ({K6Operations.Describe(failure)})";
            }

            if (state.Knowledge.Proof == StopProof.NotInstalled && (!inPlace || member == group.Root))
            {
                return $"{name} lacks what {turn.NameOfResource(member)} needs ({state.Knowledge.Why})";
            }
        }

        return null;
    }

    /// <summary>Why nothing can be started or stopped on a host, as a clause; only for one where nothing can.</summary>
    public static string WhyNotDriven(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        var name = turn.NameOfHost(index);
        if (!host.IsConnected())
        {
            return host.Off is null ? $"{name} is not connected" : $"{name} is off";
        }

        return host.Session.Stage == SessionStage.Refused
            ? $"{name} refuses this manager's session ({host.Session.Why})"
            : $"{name} is being connected";
    }

    /// <summary>Whether it will soon be known if the host can be driven: it is worth waiting for.</summary>
    private static bool IsBeingConnected(DomainTurn turn, int host) =>
        !turn.CanDrive(host) && turn.Host(host).Session.Stage != SessionStage.Refused;

    private static bool HoldsPart(DomainTurn turn, GroupConfig group, int host) =>
        group.Members.Any(member => turn.Domain.IsExclusive(member) && turn.Resource(member, host).IsRunning);
}
