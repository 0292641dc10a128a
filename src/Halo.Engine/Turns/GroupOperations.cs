using Halo.Engine.StateLog;

namespace Halo.Engine.Turns;

/// <summary>
/// The starts and stops of one group, each judged once more where it is sent: whatever wants it, nothing goes to a host that is
/// deactivated, being fenced or not ours to drive, nothing that failed is repeated, and there is one change at a time.
/// </summary>
internal sealed class GroupOperations(DomainTurn turn, int index, GroupReport report)
{
    private readonly GroupConfig _group = turn.Domain.Groups[index];

    public void Start(int member, int host, Reason reason)
    {
        var wanted = $"start {turn.NameOfResource(member)} on {turn.NameOfHost(host)}";
        var state = CountRestarts(member, host);
        if (state.Failure is { } failure)
        {
            report.Refuse(wanted, new Reason(RuleId.P8, $"{turn.NameOfResource(member)} on {turn.NameOfHost(host)}: {K6Operations.Describe(failure)}"),
                report.WayOutOfFailure());
        }
        else if (state.Knowledge.Proof == StopProof.NotInstalled)
        {
            report.Refuse(wanted, new Reason(RuleId.K2,
                    $"{turn.NameOfHost(host)} lacks what {turn.NameOfResource(member)} needs ({state.Knowledge.Why})"),
                "install it there; HALO goes on when a monitor has told");
        }
        else if (turn.Host(host).Deactivated is { } mark)
        {
            report.Refuse(wanted, new Reason(RuleId.P4, $"{turn.NameOfHost(host)} is deactivated ({mark})"), $"halo activate {turn.NameOfHost(host)}");
        }
        else if (MayReach(host, wanted) && MayBegin(OperationKind.Start, member, host))
        {
            if (turn.Mode == OperatingMode.Manage)
            {
                // What is only told in observe mode is no restart.
                turn.Set(member, host, P8Failures.RememberRestart(state, turn.Now));
            }

            Send(OperationKind.Start, member, host, reason);
        }
    }

    public void Stop(int member, int host, Reason reason)
    {
        if (MayReach(host, $"stop {turn.NameOfResource(member)} on {turn.NameOfHost(host)}") && MayBegin(OperationKind.Stop, member, host))
        {
            Send(OperationKind.Stop, member, host, reason);
        }
    }

    /// <summary>
    /// Rule P2: dependents that run under a stopped parent are stopped first, unless another group on that host needs them
    /// (rule P7). Returns whether there are any, or may be: a stop counts when a monitor has verified it.
    /// </summary>
    public bool StopDependentsOf(int parent, int host)
    {
        var any = false;
        foreach (var member in P2Completion.RunningUnder(turn, index, parent, host).ToImmutableArray())
        {
            var state = turn.Resource(member, host);
            any = true;
            if (state.IsChanging)
            {
                report.WaitForChange(member, host);
            }
            else if (!state.IsRunning)
            {
                report.WaitForKnowledge(member, host);
            }
            else if (state.Failure is { Kind: OperationKind.Stop } failure)
            {
                report.Refuse($"stop {turn.NameOfResource(member)} on {turn.NameOfHost(host)}",
                    new Reason(RuleId.P8, K6Operations.Describe(failure)), report.WayOutOfFailure());
            }
            else if (!P2Completion.RunningUnder(turn, index, member, host).Any())
            {
                Stop(member, host, new Reason(RuleId.P2, $"its parent {turn.NameOfResource(parent)} is stopped"));
            }
        }

        return any;
    }

    /// <summary>
    /// Stops the whole group on a host that it leaves, dependents before their parents; what another group there needs stays
    /// (rule P7).
    /// </summary>
    public void StopAll(int host, Reason reason)
    {
        foreach (var member in P7Order.Leaving(turn, index, host).ToImmutableArray())
        {
            var state = turn.Resource(member, host);
            if (state.IsChanging)
            {
                report.WaitForChange(member, host);
            }
            else if (state.Knowledge.Kind == KnowledgeKind.Unknown)
            {
                report.WaitForKnowledge(member, host);
            }
            else if (P7Order.IsNext(turn, index, member, host))
            {
                Stop(member, host, reason);
            }
        }
    }

    /// <summary>The third restart within ten minutes counts as a failed start (rule P8).</summary>
    private ResourceState CountRestarts(int member, int host)
    {
        var state = turn.Resource(member, host);
        if (state.Failure is not null || !P8Failures.RestartsTooOften(state, turn.Now) || turn.Mode == OperatingMode.Observe)
        {
            return state;
        }

        state = P8Failures.CountAsFailed(state);
        turn.Set(member, host, state);
        turn.Note(RecordedEvents.OfFailure(turn.NameOfResource(member), turn.NameOfHost(host), state.Failure!));
        return state;
    }

    private bool MayReach(int host, string wanted)
    {
        if (turn.Host(host).Fence is not null)
        {
            report.Refuse(wanted, new Reason(RuleId.F8, $"{turn.NameOfHost(host)} is being fenced"), "HALO goes on when the fence has ended");
            return false;
        }

        if (!turn.CanDrive(host))
        {
            report.Refuse(wanted, new Reason(RuleId.P3, P3Target.WhyNotDriven(turn, host)), "HALO goes on when the host can be driven");
            return false;
        }

        return true;
    }

    private bool MayBegin(OperationKind kind, int member, int host)
    {
        if (turn.Resource(member, host).InFlight is not null)
        {
            report.WaitFor(new Reason(RuleId.P6, $"a monitor of {turn.NameOfResource(member)} on {turn.NameOfHost(host)} has not ended"),
                "HALO goes on when it has", isPassing: true);
            return false;
        }

        if (P6OneChange.Other(turn, _group, kind, host) is { } other)
        {
            report.WaitForChange(other.Resource, other.Host);
            return false;
        }

        return true;
    }

    private void Send(OperationKind kind, int member, int host, Reason reason)
    {
        if (turn.Mode == OperatingMode.Observe)
        {
            var word = kind == OperationKind.Start ? "start" : "stop";
            report.WaitFor(
                new Reason(RuleId.A3,
                    $"HALO is in observe mode; it would {word} {turn.NameOfResource(member)} on {turn.NameOfHost(host)}: {reason}"),
                A3ObserveMode.WayOut);
            return;
        }

        turn.Note(kind == OperationKind.Start ? EventKind.Start : EventKind.Stop, turn.NameOfResource(member),
            $"on {turn.NameOfHost(host)}: {reason}");
        turn.Send(kind, member, host, TimeSpan.Zero, reason);
        report.WaitForChange(member, host);
    }
}
