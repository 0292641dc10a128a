namespace Halo.Engine.Rules.Placement;

/// <summary>
/// What it takes to start a group that runs nowhere: where (rule P3) and what is in the way (rules P1 and P3). The one answer for
/// a group that is to be started now, and for the question what a fence or a move would gain.
/// </summary>
/// <param name="Target">The host; null where there is none.</param>
/// <param name="Because">Why there, or why nowhere, as a clause.</param>
/// <param name="Obstacles">What is in the way, dependents before their parents.</param>
internal sealed record StartPlan(int? Target, string Because, ImmutableArray<Obstacle> Obstacles)
{
    public static StartPlan Of(DomainTurn turn, int index)
    {
        var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
        var (target, because) = P3Target.Choose(turn, group, state);
        return target is { } chosen
            ? new StartPlan(chosen, because,
                [.. P1Proof.ObstaclesToRoot(turn, group, chosen), .. P3Target.ObstaclesToLeaving(turn, group, state, chosen)])
            : new StartPlan(null, because, []);
    }

    /// <summary>Why the group would not start now, as a clause; null when it would, perhaps after a stop.</summary>
    public string? WhyNot(DomainTurn turn) => Target is null
        ? Because
        : Obstacles.FirstOrDefault(obstacle => !obstacle.CanBeStopped(turn))?.Because;
}
