namespace Halo.Engine.Turns;

/// <summary>
/// The graceful move of one group (rule P4): stop all of it where it runs, then start it on the target. A move that does not come
/// about is simply dropped: rule P3 then starts the group once more where it last ran, if that may be.
/// </summary>
internal sealed class GroupMove(DomainTurn turn, int index, GroupReport report, GroupOperations operations)
{
    private readonly GroupConfig _group = turn.Domain.Groups[index];

    /// <summary>
    /// Whether the group is leaving the host on which its root runs: a move goes on, or the host is deactivated and one begins.
    /// </summary>
    public bool Leaves(int host)
    {
        if (turn.Group(index).Move is { } move)
        {
            return GoesOn(move, host);
        }

        return turn.Host(host).Deactivated is { } mark && BeginLeaving(host, mark);
    }

    /// <summary>Nobody may touch the group any more: what is half done stays as it is.</summary>
    public void Abandon(string because)
    {
        if (turn.Group(index).Move is { } move)
        {
            Fail(move, because);
        }
    }

    /// <summary>The group is stopped; where its start on the target is not possible any more, it need not wait for that.</summary>
    public void AbandonUnlessPossible()
    {
        if (turn.Group(index).Move is not { } move)
        {
            return;
        }

        if (P3Target.WhyNotEligible(turn, _group, move.To) is { } notEligible)
        {
            Fail(move, notEligible);
        }
        else if (StartPlan.Of(turn, index).Obstacles.FirstOrDefault(o => !o.IsPassing(turn) && !o.CanBeStopped(turn)) is { } obstacle)
        {
            Fail(move, obstacle.Because);
        }
    }

    private bool GoesOn(Move move, int host)
    {
        if (move.To == host)
        {
            turn.SetGroup(index, turn.Group(index) with { Move = null });
            turn.Note(EventKind.Moved, _group.Id, $"from {turn.NameOfHost(move.From)} to {turn.NameOfHost(move.To)}");
            return false;
        }

        var whyNot = move.From != host
            ? $"{turn.NameOfResource(_group.Root)} runs on {turn.NameOfHost(host)}"
            : P3Target.WhyNotEligible(turn, _group, move.To) ?? P4Moves.WhyNotStopped(turn, _group, host);
        if (whyNot is not null)
        {
            Fail(move, whyNot);
            return false;
        }

        operations.StopAll(host, new Reason(RuleId.P4, $"it is being moved to {turn.NameOfHost(move.To)} ({move.Mark})"));
        return true;
    }

    private bool BeginLeaving(int host, Mark mark)
    {
        var (target, obstacle) = P4Moves.ChooseTarget(turn, index, host);
        if (target is not { } to)
        {
            report.Refuse($"move from {turn.NameOfHost(host)}",
                new Reason(RuleId.P4, $"{turn.NameOfHost(host)} is deactivated, but {obstacle.Because}"),
                $"{WayOutOfStaying(host)}; or halo activate {turn.NameOfHost(host)}");
            return false;
        }

        if (turn.Mode == OperatingMode.Observe)
        {
            report.WaitFor(new Reason(RuleId.A3, $"HALO is in observe mode; it would move {_group.Id} to {turn.NameOfHost(to)} (P4)"),
                A3ObserveMode.WayOut);
            return false;
        }

        P4Moves.Begin(turn, index, new Move(host, to, mark));
        return GoesOn(turn.Group(index).Move!, host);
    }

    /// <summary>A stop that failed is not repeated until somebody says so (rule P8); all else may change by itself.</summary>
    private string WayOutOfStaying(int host) => P4Moves.WhyNotStopped(turn, _group, host) is not null && turn.CanDrive(host)
        ? report.WayOutOfFailure()
        : "HALO moves it when that has changed";

    private void Fail(Move move, string because)
    {
        turn.SetGroup(index, turn.Group(index) with { Move = null, MoveTrouble = because });
        turn.Note(EventKind.MoveFailed, _group.Id,
            $"from {turn.NameOfHost(move.From)} to {turn.NameOfHost(move.To)}: {because}");
    }
}
