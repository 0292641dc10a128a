namespace Halo.Engine.Turns;

/// <summary>
/// What a judgement of a group tells the administrator: what was wanted and refused, and the one thing that the group waits
/// for, with its way out.
/// </summary>
internal sealed class GroupReport(DomainTurn turn, GroupConfig group)
{
    private bool _waitIsTold;

    /// <summary>A start or stop has not ended.</summary>
    public void WaitForChange(int member, int host)
    {
        var state = turn.Resource(member, host);
        var word = state.InFlight?.Kind == OperationKind.Stop ? "stopped" : "started";
        var wayOut = turn.Host(host).IsConnected()
            ? "HALO goes on when that has ended"
            : $"HALO goes on when {turn.NameOfHost(host)} is connected again";
        WaitFor(new Reason(RuleId.P6, $"{turn.NameOfResource(member)} is being {word} on {turn.NameOfHost(host)}"), wayOut,
            isPassing: turn.Host(host).IsConnected());
    }

    /// <summary>A resource is in error, or a monitor has yet to tell.</summary>
    public void WaitForKnowledge(int member, int host)
    {
        var state = turn.Resource(member, host);
        var name = turn.NameOfResource(member);
        if (state.IsError)
        {
            WaitFor(new Reason(RuleId.P8, $"{name} is in error on {turn.NameOfHost(host)}: {state.Knowledge.Why}"),
                state.Failure is null ? WayOutOfError(member, host) : WayOutOfFailure(member));
        }
        else
        {
            WaitFor(new Reason(RuleId.K2, state.Unconfirmed == Unconfirmed.None
                    ? $"{name} is not known on {turn.NameOfHost(host)}: {state.Knowledge.Why}"
                    : $"the last answer about {name} on {turn.NameOfHost(host)} is being confirmed"),
                "HALO goes on when a monitor has told", isPassing: turn.Host(host).IsConnected());
        }
    }

    /// <summary>What ends an obstacle.</summary>
    public string WayOutOf(Obstacle obstacle)
    {
        var state = turn.Resource(obstacle.Member, obstacle.Host);
        var host = turn.NameOfHost(obstacle.Host);
        if (!turn.Host(obstacle.Host).IsConnected())
        {
            return WayOutOfSilence(obstacle);
        }

        if (state.IsChanging)
        {
            return "HALO goes on when that has ended";
        }

        if (obstacle.Rule == RuleId.S1)
        {
            return $"HALO goes on when it may act on {host}";
        }

        return state switch
        {
            { IsRunning: true } => $"stop {turn.NameOfResource(obstacle.Member)} on {host} by hand",
            { IsError: true, Failure: not null } => WayOutOfFailure(obstacle.Member),
            { IsError: true } => WayOutOfError(obstacle.Member, obstacle.Host),
            _ => "HALO goes on when a monitor has told",
        };
    }

    /// <summary>What ends failures that are on record (rule P8): of one resource, or of all of the group's.</summary>
    public string WayOutOfFailure(int? only = null)
    {
        var failed = group.Members.Where(member => member == only
            || (only is null && group.Hosts.Any(host => turn.Resource(member, host).Failure is not null)));
        return $"mend it, then halo cleanup {string.Join(" ", failed.Select(turn.NameOfResource))}";
    }

    /// <summary>All that gives a group a host on which it can start: of each host, everything that keeps the group from it.</summary>
    public string WayOutOfNoHost()
    {
        var ways = group.Hosts.Select(host => string.Join(" and ", StepsTowards(host))).Where(way => way.Length > 0).Distinct(StringComparer.Ordinal);
        return string.Join("; or ", ways) is { Length: > 0 } all ? all : "HALO starts it when one of its hosts can take it";
    }

    private IEnumerable<string> StepsTowards(int host)
    {
        var (state, name) = (turn.Host(host), turn.NameOfHost(host));
        if (!state.IsConnected())
        {
            yield return turn.Reach.IsCutOff ? F6CutOff.WayOut : state.WayBack(name);
        }

        if (group.Members.Any(member => turn.Resource(member, host).Knowledge.Proof == StopProof.NotInstalled))
        {
            yield return $"install what is missing on {name}";
        }

        if (!state.Active)
        {
            yield return $"halo activate {name}";
        }

        if (group.Members.Any(member => turn.Resource(member, host).Failure is not null))
        {
            yield return WayOutOfFailure();
        }
    }

    private string WayOutOfError(int member, int host) =>
        $"mend it on {turn.NameOfHost(host)}, then HALO goes on; or have it restarted: halo cleanup {turn.NameOfResource(member)}";

    /// <summary>What ends the wait for a host that does not answer: its fence, or what keeps HALO from it.</summary>
    private string WayOutOfSilence(Obstacle obstacle)
    {
        if (obstacle.Rule == RuleId.K4)
        {
            return "HALO goes on when its power status is OFF again";
        }

        if (turn.Host(obstacle.Host).Fence is not null)
        {
            return $"HALO goes on when {turn.NameOfHost(obstacle.Host)} is verified off";
        }

        return FenceRules.WhyNot(turn, obstacle.Host, FenceRules.Automatic(turn, obstacle.Host)) is { } refusal
            ? $"{refusal.WayOut} (not fenced, {refusal.Rule}: {refusal.Because})"
            : $"HALO fences {turn.NameOfHost(obstacle.Host)}";
    }

    /// <summary>Something was wanted and a rule forbids it.</summary>
    public void Refuse(string wanted, Reason reason, string wayOut)
    {
        turn.Refuse(group.Id, wanted, reason);
        WaitFor(reason, wayOut);
    }

    /// <summary>A group waits for one thing: the first that was found, which is the one nearest to its root.</summary>
    public void WaitFor(Reason reason, string wayOut, bool isPassing = false)
    {
        if (!_waitIsTold)
        {
            turn.WaitFor(new Wait(group.Id, reason, wayOut) { IsPassing = isPassing });
            _waitIsTold = true;
        }
    }
}
