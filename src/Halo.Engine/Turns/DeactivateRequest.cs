namespace Halo.Engine.Turns;

/// <summary>A host is deactivated; the request is over when no managed group is left there, or can leave (rule P4).</summary>
internal static class DeactivateRequest
{
    public static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var name = turn.NameOfHost(index);
        if (turn.Host(index).Active)
        {
            return request.End(turn, RequestStage.Failed, $"{name} was activated meanwhile", null, "");
        }

        var stay = new List<string>();
        var moving = new List<string>();
        for (var g = 0; g < turn.Domain.Groups.Length; g++)
        {
            var group = turn.Domain.Groups[g];
            if (!turn.Group(g).Managed || !group.MayRunOn(index))
            {
                continue;
            }

            if (turn.Group(g).Move is { } move && move.From == index)
            {
                moving.Add($"{group.Id} is being moved to {turn.NameOfHost(move.To)}");
            }
            else if (turn.Resource(group.Root, index) is { InFlight.Kind: OperationKind.Start })
            {
                moving.Add($"{group.Id} is being started there, and leaves when that has ended");
            }
            else if (turn.Resource(group.Root, index).IsRunning)
            {
                var whyItStays = WhyItStays(turn, g, index);
                (whyItStays.IsPassing ? moving : stay).Add($"{group.Id} stays there: {whyItStays.Because}");
            }
            else if (turn.Group(g) is { MoveTrouble: { } trouble } state && state.LastRanOn == index && RunsNowhere(turn, group))
            {
                (IsSettled(turn, group) ? stay : moving).Add($"{group.Id} runs nowhere now: {trouble}");
            }
        }

        if (moving.Count > 0)
        {
            return request with { Text = string.Join("; ", moving) };
        }

        return stay.Count > 0
            ? request.End(turn, RequestStage.Failed, $"{name} is deactivated, but {string.Join("; ", stay)}", RuleId.P4,
                $"HALO goes on when that has changed; or halo activate {name}")
            : request.Done(turn, $"{name} is deactivated, and no managed group runs there{ButUnmanaged(turn, index)}");
    }

    /// <summary>A move that failed in this very step may be possible again by now; then why it failed is the answer.</summary>
    private static MoveObstacle WhyItStays(DomainTurn turn, int group, int host)
    {
        if (P5Unmanaged.WhyNotTouched(turn, group) is { } hold)
        {
            return new MoveObstacle(hold.Reason.Because, IsPassing: false);
        }

        var (target, obstacle) = P4Moves.ChooseTarget(turn, group, host);
        return target is null ? obstacle : new MoveObstacle(turn.Group(group).MoveTrouble ?? "its move has not begun", IsPassing: false);
    }

    /// <summary>Whoever pulls the plug next must know what still runs there.</summary>
    private static string ButUnmanaged(DomainTurn turn, int host)
    {
        var running = Enumerable.Range(0, turn.Domain.Groups.Length)
            .Where(g => !turn.Group(g).Managed && turn.Resource(turn.Domain.Groups[g].Root, host).LastSeen != KnowledgeKind.Stopped
                && turn.Domain.Groups[g].MayRunOn(host))
            .Select(g => turn.Domain.Groups[g].Id).ToImmutableArray();
        return running.IsEmpty ? "" : $", but unmanaged ones may: {string.Join(", ", running)}";
    }

    private static bool RunsNowhere(DomainTurn turn, GroupConfig group) =>
        !group.Hosts.Any(host => turn.Resource(group.Root, host).IsRunning);

    /// <summary>Whether nothing of the group is being started, stopped or probed: what became of it will not change by itself.</summary>
    private static bool IsSettled(DomainTurn turn, GroupConfig group) => group.Hosts
        .Where(host => turn.Host(host).IsConnected())
        .All(host => group.Members.All(member => turn.Resource(member, host) is { IsChanging: false, Unconfirmed: Unconfirmed.None } state
            && state.Knowledge.Kind != KnowledgeKind.Unknown));
}
