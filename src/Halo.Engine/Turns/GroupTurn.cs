namespace Halo.Engine.Turns;

/// <summary>
/// Judges one group on the present state. Every judgement ends in something: an action, or a sentence that says what the
/// group waits for. Which hosts and operations are allowed is for the rules to say.
/// </summary>
internal sealed class GroupTurn
{
    private readonly DomainTurn _turn;
    private readonly int _index;
    private readonly GroupConfig _group;
    private readonly GroupReport _report;
    private readonly GroupOperations _operations;
    private readonly GroupMove _move;

    public GroupTurn(DomainTurn turn, int index)
    {
        _turn = turn;
        _index = index;
        _group = turn.Domain.Groups[index];
        _report = new GroupReport(turn, _group);
        _operations = new GroupOperations(turn, index, _report);
        _move = new GroupMove(turn, index, _report, _operations);
    }

    public void Judge()
    {
        JudgeConflict();
        K7Definitions.Judge(_turn, _index);
        if (P5Unmanaged.WhyNotTouched(_turn, _index) is { } hold)
        {
            _move.Abandon(hold.Reason.Because);
            if (hold.Reason.Rule == RuleId.P9)
            {
                StopWhatFailedInConflict();
            }

            if (hold.Reason.Rule == RuleId.P9 || !P2Completion.IsWhole(_turn, _group))
            {
                _report.WaitFor(hold.Reason, hold.WayOut);
            }
        }
        else if (RunsOn() is { } host)
        {
            if (!_move.Leaves(host))
            {
                CompleteOn(host);
                _move.EndIfArrived(host);
            }
        }
        else
        {
            StartSomewhere();
        }
    }

    private void JudgeConflict()
    {
        var state = _turn.Group(_index);
        var conflict = P9Conflicts.Find(_turn, _group, isInConflict: state.Conflict is not null);
        if (conflict is not null && state.Conflict is null)
        {
            _turn.Note(EventKind.Conflict, _group.Id, $"{conflict}; HALO does not touch the group until one is left");
        }
        else if (conflict is null && state.Conflict is not null)
        {
            _turn.Note(EventKind.ConflictOver, _group.Id, "");
        }

        _turn.SetGroup(_index, state with { Conflict = conflict });
        if (conflict is not null)
        {
            foreach (var host in P9Conflicts.LostHolders(_turn, _group))
            {
                _turn.Await(host);
            }
        }
    }

    private void StopWhatFailedInConflict()
    {
        foreach (var (member, host) in P9Conflicts.StopsAskedFor(_turn, _index).ToImmutableArray())
        {
            _operations.Stop(member, host, new Reason(
                RuleId.P9, $"it is in error there and an administrator asked for its cleanup: {_turn.Resource(member, host).Knowledge.Why}"));
        }
    }

    /// <summary>Rule P2: the root runs here; what is missing of the group is started here.</summary>
    private void CompleteOn(int host)
    {
        foreach (var member in _group.Members)
        {
            var state = _turn.Resource(member, host);
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
        if (!_operations.StopDependentsOf(member, host))
        {
            _operations.Stop(member, host, new Reason(
                RuleId.K6, $"{_turn.NameOfResource(member)} is in error: {_turn.Resource(member, host).Knowledge.Why}"));
        }
    }

    private void StartMember(int member, int host)
    {
        var why = new Reason(RuleId.P2, $"{_turn.NameOfResource(_group.Root)} runs on {_turn.NameOfHost(host)}");
        if (_operations.StopDependentsOf(member, host) || !ParentsRun(member, host))
        {
            // What is wrong with a parent has been told: parents are judged before their dependents.
            return;
        }

        if (P1Proof.ObstacleToDependent(_turn, _group, member, host) is { } obstacle)
        {
            _turn.Await(obstacle.Host);
            if (obstacle.CanBeStopped(_turn))
            {
                StopObstacles([obstacle]);
                return;
            }

            _report.Refuse($"start {_turn.NameOfResource(member)} on {_turn.NameOfHost(host)}", obstacle.Reason, _report.WayOutOf(obstacle));
            return;
        }

        _operations.Start(member, host, why);
    }

    /// <summary>The root runs nowhere: rules P3 and P1 say where the group may start.</summary>
    private void StartSomewhere()
    {
        foreach (var host in _group.Hosts)
        {
            if (_turn.Resource(_group.Root, host) is { IsError: true, Failure: null, Tainted: false })
            {
                _report.WaitForKnowledge(_group.Root, host);
                return;
            }
        }

        _move.AbandonUnlessPossible();
        var plan = StartPlan.Of(_turn, _index);
        _turn.AwaitProof(plan);
        if (plan.Target is not { } chosen)
        {
            WaitForTarget(plan.Because);
            return;
        }

        // Of several obstacles the last is told: dependents come first, and the one nearest to the root explains the others.
        if (plan.Obstacles.LastOrDefault(obstacle => obstacle.IsPassing(_turn)) is { } passing)
        {
            WaitForPassing(passing);
        }
        else if (plan.Obstacles.LastOrDefault(obstacle => !obstacle.CanBeStopped(_turn)) is { } obstacle)
        {
            _report.Refuse($"start on {_turn.NameOfHost(chosen)}", obstacle.Reason, _report.WayOutOf(obstacle));
        }
        else if (!plan.Obstacles.IsEmpty)
        {
            StopObstacles(plan.Obstacles);
        }
        else if (!_operations.StopDependentsOf(_group.Root, chosen))
        {
            _operations.Start(_group.Root, chosen, new Reason(RuleId.P3, plan.Because));
        }
    }

    private void WaitForTarget(string because)
    {
        var failed = _group.Hosts.SelectMany(host => _group.Members.Select(member => _turn.Resource(member, host)))
            .Any(state => state.Failure is not null);
        _report.Refuse("start", new Reason(failed ? RuleId.P8 : RuleId.P3, because), _report.WayOutOfNoHost());
    }

    private void WaitForPassing(Obstacle obstacle)
    {
        if (_turn.Resource(obstacle.Member, obstacle.Host).IsChanging)
        {
            _report.WaitForChange(obstacle.Member, obstacle.Host);
        }
        else
        {
            _report.WaitFor(obstacle.Reason, _report.WayOutOf(obstacle), isPassing: true);
        }
    }

    /// <summary>Stops what stands in the way, dependents before their parents (rule P7).</summary>
    private void StopObstacles(ImmutableArray<Obstacle> obstacles)
    {
        foreach (var obstacle in obstacles)
        {
            var below = _group.Descendants(obstacle.Member);
            if (!obstacles.Any(other => other.Host == obstacle.Host && below.Contains(other.Member))
                && !_operations.StopDependentsOf(obstacle.Member, obstacle.Host))
            {
                _operations.Stop(obstacle.Member, obstacle.Host, obstacle.Reason);
            }
        }
    }

    private int? RunsOn()
    {
        foreach (var host in _group.Hosts)
        {
            if (_turn.Resource(_group.Root, host).IsRunning)
            {
                return host;
            }
        }

        return null;
    }

    private bool ParentsRun(int member, int host)
    {
        if (P2Completion.MissingParent(_turn, _group, member, host) is not { } parent)
        {
            return true;
        }

        if (_turn.Resource(parent, host) is { IsRunning: true })
        {
            _report.WaitForKnowledge(parent, host);
        }

        return false;
    }
}
