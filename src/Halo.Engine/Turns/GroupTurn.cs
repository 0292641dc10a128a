namespace Halo.Engine.Turns;

/// <summary>
/// Judges one group on the present state. Every judgement ends in something: an action, or a sentence that says what the
/// group waits for. Which hosts and operations are allowed is for the rules to say.
/// </summary>
internal sealed class GroupTurn(DomainTurn turn, int index)
{
    private readonly GroupConfig _group = turn.Domain.Groups[index];
    private readonly GroupReport _report = new(turn, turn.Domain.Groups[index]);

    public void Judge()
    {
        JudgeConflict();
        if (WhyNotTouched() is { } hold)
        {
            if (hold.Reason.Rule == RuleId.P9 || !IsAsItShouldBe())
            {
                _report.WaitFor(hold.Reason, hold.WayOut);
            }
        }
        else if (RunsOn() is { } host)
        {
            CompleteOn(host);
        }
        else
        {
            StartSomewhere();
        }
    }

    private void JudgeConflict()
    {
        var state = turn.Group(index);
        var conflict = P9Conflicts.Find(turn, _group, isInConflict: state.Conflict is not null);
        if (conflict is not null && state.Conflict is null)
        {
            turn.Note(EventKind.Conflict, _group.Id, $"{conflict}; HALO does not touch the group until one is left");
        }
        else if (conflict is null && state.Conflict is not null)
        {
            turn.Note(EventKind.ConflictOver, _group.Id, "");
        }

        turn.SetGroup(index, state with { Conflict = conflict });
    }

    /// <summary>Why nobody may touch the group now, whatever it needs.</summary>
    private (Reason Reason, string WayOut)? WhyNotTouched()
    {
        if (!turn.Group(index).Managed)
        {
            return (new Reason(RuleId.P5, $"{_group.Id} is unmanaged"), $"halo manage {_group.Id}");
        }

        if (turn.Group(index).Conflict is { } conflict)
        {
            return (new Reason(RuleId.P9, conflict), P9Conflicts.WayOut(turn, _group));
        }

        foreach (var host in turn.AllHosts)
        {
            if (turn.Host(host) is { Session.OtherManager: { } other } state && state.IsConnected())
            {
                return (new Reason(RuleId.S1, $"{turn.NameOfHost(host)} is driven by another manager, {other}"),
                    "stop one of the two managers");
            }
        }

        return null;
    }

    /// <summary>Rule P2: the root runs here; what is missing of the group is started here.</summary>
    private void CompleteOn(int host)
    {
        foreach (var member in _group.Members)
        {
            var state = turn.Resource(member, host);
            if (state.IsChanging)
            {
                _report.WaitForChange(member, host);
            }
            else if (state.IsStopped)
            {
                StartMember(member, host);
            }
            else if (state is { IsError: true, Tainted: true, Failure: null })
            {
                StopTainted(member, host);
            }
            else if (!state.IsRunning)
            {
                _report.WaitForKnowledge(member, host);
            }
        }
    }

    /// <summary>
    /// Rule K6: what failed and may be tried again (rule P8) is stopped first, because 7 proves nothing before.
    /// </summary>
    private void StopTainted(int member, int host)
    {
        if (!StopDependentsOf(member, host))
        {
            Stop(member, host, new Reason(RuleId.K6, $"{turn.NameOfResource(member)} is in error: {turn.Resource(member, host).Knowledge.Why}"));
        }
    }

    private void StartMember(int member, int host)
    {
        var why = new Reason(RuleId.P2, $"{turn.NameOfResource(_group.Root)} runs on {turn.NameOfHost(host)}");
        if (StopDependentsOf(member, host) || !ParentsRun(member, host))
        {
            // What is wrong with a parent has been told: parents are judged before their dependents.
            return;
        }

        if (P1Proof.ObstacleToDependent(turn, _group, member, host) is { } obstacle)
        {
            _report.Refuse($"start {turn.NameOfResource(member)} on {turn.NameOfHost(host)}", obstacle.Reason, _report.WayOutOf(obstacle));
            return;
        }

        Start(member, host, why);
    }

    /// <summary>The root runs nowhere: rules P3 and P1 say where the group may start.</summary>
    private void StartSomewhere()
    {
        foreach (var host in _group.Hosts)
        {
            if (turn.Resource(_group.Root, host) is { IsError: true, Failure: null, Tainted: false })
            {
                _report.WaitForKnowledge(_group.Root, host);
                return;
            }
        }

        var (target, because) = P3Target.Choose(turn, _group, turn.Group(index));
        if (target is not { } chosen)
        {
            WaitForTarget(because);
            return;
        }

        var obstacles = P1Proof.ObstaclesToRoot(turn, _group, chosen)
            .Concat(P3Target.ObstaclesToLeaving(turn, _group, turn.Group(index), chosen)).ToImmutableArray();
        // Of several obstacles the last is told: dependents come first, and the one nearest to the root explains the others.
        if (obstacles.LastOrDefault(IsPassing) is { } passing)
        {
            WaitForPassing(passing);
        }
        else if (obstacles.LastOrDefault(obstacle => !CanBeStopped(obstacle)) is { } obstacle)
        {
            _report.Refuse($"start on {turn.NameOfHost(chosen)}", obstacle.Reason, _report.WayOutOf(obstacle));
        }
        else if (obstacles.Length > 0)
        {
            StopObstacles(obstacles);
        }
        else if (!StopDependentsOf(_group.Root, chosen))
        {
            Start(_group.Root, chosen, new Reason(RuleId.P3, because));
        }
    }

    private void WaitForTarget(string because)
    {
        var failed = _group.Hosts.SelectMany(host => _group.Members.Select(member => turn.Resource(member, host)))
            .Any(state => state.Failure is not null);
        _report.Refuse("start", new Reason(failed ? RuleId.P8 : RuleId.P3, because), failed
            ? GroupReport.WayOutOfFailure()
            : "HALO starts it when one of its hosts can take it");
    }

    /// <summary>An obstacle that goes away by itself soon: something has not ended, or a monitor is about to tell.</summary>
    private bool IsPassing(Obstacle obstacle)
    {
        var state = turn.Resource(obstacle.Member, obstacle.Host);
        return turn.Host(obstacle.Host).IsConnected()
            && (state.IsChanging || state.Knowledge.Kind == KnowledgeKind.Unknown || state.Unconfirmed != Unconfirmed.None);
    }

    private void WaitForPassing(Obstacle obstacle)
    {
        if (turn.Resource(obstacle.Member, obstacle.Host).IsChanging)
        {
            _report.WaitForChange(obstacle.Member, obstacle.Host);
        }
        else
        {
            _report.WaitFor(obstacle.Reason, _report.WayOutOf(obstacle));
        }
    }

    /// <summary>
    /// An obstacle that a stop removes: a start failed there, or the group last ran there and died. A stop that failed is not
    /// repeated (rule P8).
    /// </summary>
    private bool CanBeStopped(Obstacle obstacle)
    {
        var state = turn.Resource(obstacle.Member, obstacle.Host);
        return turn.CanDrive(obstacle.Host)
            && state.Failure is not { Kind: OperationKind.Stop }
            && (obstacle.Rule == RuleId.P3 || state is { IsError: true, Tainted: true });
    }

    /// <summary>Stops what stands in the way, dependents before their parents (rule P7).</summary>
    private void StopObstacles(ImmutableArray<Obstacle> obstacles)
    {
        foreach (var obstacle in obstacles)
        {
            var below = _group.Descendants(obstacle.Member);
            if (!obstacles.Any(other => other.Host == obstacle.Host && below.Contains(other.Member)))
            {
                Stop(obstacle.Member, obstacle.Host, obstacle.Reason);
            }
        }
    }

    /// <summary>
    /// Rule P2: dependents that run under a stopped parent are stopped first, unless another group on that host needs them
    /// (rule P7). Returns whether there are any, or may be: a stop counts when a monitor has verified it.
    /// </summary>
    private bool StopDependentsOf(int parent, int host)
    {
        var any = false;
        foreach (var member in _group.Descendants(parent))
        {
            var state = turn.Resource(member, host);
            if (state.IsStopped || state.IsError || IsNeededByAnotherGroup(member, host))
            {
                continue;
            }

            any = true;
            if (state.IsChanging)
            {
                _report.WaitForChange(member, host);
            }
            else if (!state.IsRunning)
            {
                _report.WaitForKnowledge(member, host);
            }
            else if (state.Failure is { Kind: OperationKind.Stop } failure)
            {
                _report.Refuse($"stop {turn.NameOfResource(member)} on {turn.NameOfHost(host)}",
                    new Reason(RuleId.P8, K6Operations.Describe(failure)), GroupReport.WayOutOfFailure());
            }
            else if (!_group.Descendants(member).Any(below => turn.Resource(below, host) is { IsRunning: true } or { IsChanging: true }))
            {
                Stop(member, host, new Reason(RuleId.P2, $"its parent {turn.NameOfResource(parent)} is stopped"));
            }
        }

        return any;
    }

    private void Start(int member, int host, Reason reason)
    {
        var state = turn.Resource(member, host);
        var wanted = $"start {turn.NameOfResource(member)} on {turn.NameOfHost(host)}";
        if (state.Failure is null && P8Failures.RestartsTooOften(state, turn.Now))
        {
            state = P8Failures.CountAsFailed(state);
            turn.Set(member, host, state);
            turn.Note(EventKind.Failed, turn.NameOfResource(member),
                $"on {turn.NameOfHost(host)}: {K6Operations.Describe(state.Failure!)}");
        }

        if (state.Failure is { } failure)
        {
            _report.Refuse(wanted, new Reason(RuleId.P8, $"{turn.NameOfResource(member)} on {turn.NameOfHost(host)}: {K6Operations.Describe(failure)}"),
                GroupReport.WayOutOfFailure());
        }
        else if (state.Knowledge.Proof == StopProof.NotInstalled)
        {
            _report.Refuse(wanted, new Reason(RuleId.K2,
                    $"{turn.NameOfHost(host)} lacks what {turn.NameOfResource(member)} needs ({state.Knowledge.Why})"),
                "install it there; HALO goes on when a monitor has told");
        }
        else if (!turn.CanDrive(host))
        {
            _report.Refuse(wanted, new Reason(RuleId.P3, P3Target.WhyNotDriven(turn, host)), "HALO goes on when the host can be driven");
        }
        else if (MayBegin(OperationKind.Start, member, host))
        {
            turn.Set(member, host, P8Failures.RememberRestart(state, turn.Now));
            Send(OperationKind.Start, member, host, reason);
        }
    }

    private void Stop(int member, int host, Reason reason)
    {
        if (!turn.CanDrive(host))
        {
            _report.Refuse($"stop {turn.NameOfResource(member)} on {turn.NameOfHost(host)}",
                new Reason(RuleId.P3, P3Target.WhyNotDriven(turn, host)), "HALO goes on when the host can be driven");
        }
        else if (MayBegin(OperationKind.Stop, member, host))
        {
            Send(OperationKind.Stop, member, host, reason);
        }
    }

    private void Send(OperationKind kind, int member, int host, Reason reason)
    {
        if (turn.Mode == OperatingMode.Observe)
        {
            var word = kind == OperationKind.Start ? "start" : "stop";
            _report.WaitFor(
                new Reason(RuleId.A3,
                    $"HALO is in observe mode; it would {word} {turn.NameOfResource(member)} on {turn.NameOfHost(host)}: {reason}"),
                "start the manager with --manage-resources, or do it by hand");
            return;
        }

        turn.Note(kind == OperationKind.Start ? EventKind.Start : EventKind.Stop, turn.NameOfResource(member),
            $"on {turn.NameOfHost(host)}: {reason}");
        turn.Send(kind, member, host, TimeSpan.Zero, reason);
        _report.WaitForChange(member, host);
    }

    private bool MayBegin(OperationKind kind, int member, int host)
    {
        if (turn.Resource(member, host).InFlight is not null)
        {
            _report.WaitFor(new Reason(RuleId.P6, $"a monitor of {turn.NameOfResource(member)} on {turn.NameOfHost(host)} has not ended"),
                "HALO goes on when it has");
            return false;
        }

        if (P6OneChange.Other(turn, _group, kind, host) is { } other)
        {
            _report.WaitForChange(other.Resource, other.Host);
            return false;
        }

        return true;
    }

    private bool IsAsItShouldBe() =>
        RunsOn() is { } host && _group.Members.All(member => turn.Resource(member, host).IsRunning);

    private int? RunsOn()
    {
        foreach (var host in _group.Hosts)
        {
            if (turn.Resource(_group.Root, host).IsRunning)
            {
                return host;
            }
        }

        return null;
    }

    private bool ParentsRun(int member, int host)
    {
        foreach (var parent in _group.ParentsOf(member))
        {
            var state = turn.Resource(parent, host);
            if (state is { IsRunning: true, Unconfirmed: not Unconfirmed.None })
            {
                _report.WaitForKnowledge(parent, host);
            }

            if (!state.IsRunning || state.Unconfirmed != Unconfirmed.None)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsNeededByAnotherGroup(int member, int host)
    {
        foreach (var other in turn.Domain.GroupsOfResource[member])
        {
            if (other != index && turn.Resource(turn.Domain.Groups[other].Root, host) is { IsRunning: true } or { IsChanging: true })
            {
                return true;
            }
        }

        return false;
    }
}
