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
        WaitFor(new Reason(RuleId.P6, $"{turn.NameOfResource(member)} is being {word} on {turn.NameOfHost(host)}"), wayOut);
    }

    /// <summary>A resource is in error, or a monitor has yet to tell.</summary>
    public void WaitForKnowledge(int member, int host)
    {
        var state = turn.Resource(member, host);
        var name = turn.NameOfResource(member);
        if (state.IsError)
        {
            WaitFor(new Reason(RuleId.P8, $"{name} is in error on {turn.NameOfHost(host)}: {state.Knowledge.Why}"),
                state.Failure is null ? WayOutOfError(host) : WayOutOfFailure());
        }
        else
        {
            WaitFor(new Reason(RuleId.K2, state.Unconfirmed == Unconfirmed.None
                    ? $"{name} is not known on {turn.NameOfHost(host)}: {state.Knowledge.Why}"
                    : $"the last answer about {name} on {turn.NameOfHost(host)} is being confirmed"),
                "HALO goes on when a monitor has told");
        }
    }

    /// <summary>What ends an obstacle.</summary>
    public string WayOutOf(Obstacle obstacle)
    {
        var state = turn.Resource(obstacle.Member, obstacle.Host);
        var host = turn.NameOfHost(obstacle.Host);
        if (state.IsChanging || !turn.Host(obstacle.Host).IsConnected())
        {
            return turn.Host(obstacle.Host).IsConnected()
                ? "HALO goes on when that has ended"
                : $"bring {host} back";
        }

        return state switch
        {
            { IsRunning: true } => $"stop {turn.NameOfResource(obstacle.Member)} on {host} by hand",
            { IsError: true, Failure: not null } => WayOutOfFailure(),
            { IsError: true } => WayOutOfError(obstacle.Host),
            _ => "HALO goes on when a monitor has told",
        };
    }

    private string WayOutOfError(int host) =>
        $"mend it on {turn.NameOfHost(host)}; HALO goes on when its monitor reports no error any more";

    /// <summary>What ends a failure that is on record (rule P8).</summary>
    public static string WayOutOfFailure() =>
        "mend it, then restart the manager to have it tried again (that touches no service)";

    /// <summary>Something was wanted and a rule forbids it.</summary>
    public void Refuse(string wanted, Reason reason, string wayOut)
    {
        turn.Refuse(group.Id, wanted, reason);
        WaitFor(reason, wayOut);
    }

    /// <summary>A group waits for one thing: the first that was found, which is the one nearest to its root.</summary>
    public void WaitFor(Reason reason, string wayOut)
    {
        if (!_waitIsTold)
        {
            turn.WaitFor(group.Id, reason, wayOut);
            _waitIsTold = true;
        }
    }
}
