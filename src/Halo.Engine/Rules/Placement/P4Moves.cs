namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P4: a group is moved gracefully, and only when its start on the target would be allowed now. Safety: nothing that runs
/// is stopped for the sake of a start that could not follow.
/// </summary>
internal static class P4Moves
{
    /// <summary>The host to which the group would go from one that it must leave, or why there is none.</summary>
    public static (int? Host, MoveObstacle Obstacle) ChooseTarget(DomainTurn turn, int index, int from)
    {
        var group = turn.Domain.Groups[index];
        var obstacles = new List<MoveObstacle>();
        foreach (var to in group.Hosts.Where(host => host != from))
        {
            if (WhyNot(turn, index, from, to) is not { } obstacle)
            {
                return (to, MoveObstacle.None);
            }

            obstacles.Add(obstacle);
        }

        return (null, obstacles.Count > 0
            ? new MoveObstacle(string.Join("; ", obstacles.Select(obstacle => obstacle.Because)), obstacles.Any(obstacle => obstacle.IsPassing))
            : new MoveObstacle($"{group.Id} has no other host", IsPassing: false));
    }

    /// <summary>Why the group cannot be moved now; null when it can.</summary>
    public static MoveObstacle? WhyNot(DomainTurn turn, int index, int from, int to)
    {
        var group = turn.Domain.Groups[index];
        return (WhyNotStopped(turn, group, from) ?? P3Target.WhyNotEligible(turn, group, to)) is { } because
            ? new MoveObstacle(because, IsPassing: false)
            : WhyNotStartedAfterwards(turn, index, from, to);
    }

    /// <summary>Why the group cannot be stopped where it runs, as a clause; null when that may be tried.</summary>
    public static string? WhyNotStopped(DomainTurn turn, GroupConfig group, int from)
    {
        if (!turn.CanDrive(from))
        {
            return P3Target.WhyNotDriven(turn, from);
        }

        foreach (var member in group.Members)
        {
            if (turn.Resource(member, from).Failure is { Kind: OperationKind.Stop } failure)
            {
                return $"on {turn.NameOfHost(from)} {turn.NameOfResource(member)} failed ({K6Operations.Describe(failure)})";
            }
        }

        return null;
    }

    /// <summary>The move begins; what is to be stopped is stopped when the group is judged.</summary>
    public static void Begin(DomainTurn turn, int index, Move move)
    {
        turn.SetGroup(index, turn.Group(index) with { Move = move, MoveTrouble = null });
        turn.Note(EventKind.Move, turn.Domain.Groups[index].Id,
            $"from {turn.NameOfHost(move.From)} to {turn.NameOfHost(move.To)} ({move.Mark})", move.Mark.By);
    }

    private static MoveObstacle? WhyNotStartedAfterwards(DomainTurn turn, int index, int from, int to)
    {
        var group = turn.Domain.Groups[index];
        if (group.Members.Any(member => turn.AllHosts.Any(host => turn.Resource(member, host).IsChanging)))
        {
            return new MoveObstacle($"a start or stop of {group.Id} has not ended", IsPassing: true);
        }

        var after = turn.Imagine();
        foreach (var member in group.Members)
        {
            after.Set(member, from, after.Resource(member, from) with
            {
                Knowledge = State.Knowledge.Stopped(StopProof.AfterStop),
                Unconfirmed = Unconfirmed.None,
                Tainted = false,
            });
        }

        after.SetGroup(index, after.Group(index) with { Move = new Move(from, to, new Mark(Mark.Halo, "", "")) });
        var plan = StartPlan.Of(after, index);
        turn.AwaitProof(plan);
        if (plan.Target is null)
        {
            return new MoveObstacle(plan.Because, IsPassing: false);
        }

        // Also what could be stopped: nothing that runs is stopped for the sake of a start that has to wait for another stop.
        return plan.Obstacles.FirstOrDefault() is { } obstacle ? new MoveObstacle(obstacle.Because, obstacle.IsPassing(after)) : null;
    }
}

/// <summary>Why a group is not moved now.</summary>
/// <param name="Because">The fact, as a clause.</param>
/// <param name="IsPassing">Whether it soon ends by itself.</param>
internal sealed record MoveObstacle(string Because, bool IsPassing)
{
    public static MoveObstacle None { get; } = new("", IsPassing: false);
}
