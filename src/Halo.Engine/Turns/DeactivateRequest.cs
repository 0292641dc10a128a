namespace Halo.Engine.Turns;

/// <summary>
/// A host is deactivated; the request is over when no managed group is left there, or can leave (rule P4). Whoever asked may pull the plug
/// next: that nothing runs there is said only when it is known.
/// </summary>
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

        var told = Enumerable.Range(0, turn.Domain.Groups.Length)
            .Where(g => turn.Group(g).Managed && turn.Domain.Groups[g].MayRunOn(index))
            .Select(g => (Group: g, Obstacle: WhatKeeps(turn, g, index)))
            .Where(step => step.Obstacle is not null).ToImmutableArray();
        var text = string.Join("; ", told.Select(step => step.Obstacle!.Because));
        if (told.Any(step => step.Obstacle!.IsPassing))
        {
            return request with { Text = text };
        }

        return told.IsEmpty
            ? request.Done(turn, $"{name} is deactivated, and no managed group runs there{ButUnmanaged(turn, index)}")
            : request.End(turn, RequestStage.Failed, $"{name} is deactivated, but {text}", RuleId.P4,
                $"{WayOut(turn, told.Select(step => step.Group))}; or halo activate {name}");
    }

    /// <summary>What keeps a group from having left the host for another one; null when it has, or was not there.</summary>
    private static MoveObstacle? WhatKeeps(DomainTurn turn, int index, int host)
    {
        var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
        if (state.Move is { } move && move.From == host)
        {
            return new MoveObstacle($"{group.Id} is being moved to {turn.NameOfHost(move.To)}", IsPassing: true);
        }

        if (turn.Resource(group.Root, host) is { InFlight.Kind: OperationKind.Start })
        {
            return new MoveObstacle($"{group.Id} is being started there, and leaves when that has ended", IsPassing: true);
        }

        if (turn.Resource(group.Root, host).IsRunning)
        {
            var whyItStays = WhyItStays(turn, index, host);
            return whyItStays with { Because = $"{group.Id} stays there: {whyItStays.Because}" };
        }

        if (state.FailedMove is { } failed && failed.From == host && !P2Completion.IsWhole(turn, group))
        {
            return RunsNowhere(turn, group)
                ? new MoveObstacle($"{group.Id} runs nowhere now: {failed.Because}", IsPassing: turn.WaitOf(index) is { IsPassing: true } || !IsSettled(turn, group))
                : new MoveObstacle(failed.Because, IsPassing: false);
        }

        return WhyNotKnownStopped(turn, group, host);
    }

    /// <summary>A move that failed in this very step may be possible again by now; then why it failed is the answer.</summary>
    private static MoveObstacle WhyItStays(DomainTurn turn, int index, int host)
    {
        if (P5Unmanaged.WhyNotTouched(turn, index) is { } hold)
        {
            return new MoveObstacle(hold.Reason.Because, IsPassing: false);
        }

        var (target, obstacle) = P4Moves.ChooseTarget(turn, index, host);
        return target is null
            ? obstacle
            : new MoveObstacle(turn.Group(index).FailedMove?.Because ?? "its move has not begun", IsPassing: false);
    }

    private static MoveObstacle? WhyNotKnownStopped(DomainTurn turn, GroupConfig group, int host) => group.Members
        .Where(member => member == group.Root || turn.Domain.IsExclusive(member))
        .Select(member => WhyNotKnownStopped(turn, member, host)).FirstOrDefault(obstacle => obstacle is not null);

    private static MoveObstacle? WhyNotKnownStopped(DomainTurn turn, int member, int host)
    {
        var state = turn.Resource(member, host);
        var name = turn.NameOfResource(member);
        return state switch
        {
            { IsStopped: true, IsChanging: false } => null,
            { IsChanging: true } => new MoveObstacle($"{name} {K6Operations.Describe(state.InFlight!)} there", turn.Host(host).IsConnected()),
            { IsRunning: true } => new MoveObstacle($"{name} runs there", IsPassing: false),
            { IsError: true } => new MoveObstacle($"{name} is in error there: {state.Knowledge.Why}", IsPassing: false),
            _ when turn.Host(host).IsConnected() && state.MonitorsUnheard == 0 => new MoveObstacle($"{name} is being probed there", IsPassing: true),
            _ when !turn.Host(host).IsConnected() && (state.LastSeen == KnowledgeKind.Stopped || RunsElsewhere(turn, member, host)) => null,
            _ => new MoveObstacle($"it is not known whether {name} runs there ({WhyUnknown(turn, state, host)})", IsPassing: false),
        };
    }

    private static string WhyUnknown(DomainTurn turn, ResourceState state, int host)
    {
        if (!turn.Host(host).IsConnected())
        {
            return turn.Host(host).WhyNotConnected(turn.Domain.Hosts[host]);
        }

        return state.Unconfirmed == Unconfirmed.None ? state.Knowledge.Why : "its last answer is being confirmed";
    }

    private static bool RunsElsewhere(DomainTurn turn, int member, int host) =>
        !turn.Resource(member, host).WasHeldWhenLastKnown && turn.AllHosts.Any(other => turn.Resource(member, other).IsRunning);

    private static string WayOut(DomainTurn turn, IEnumerable<int> groups)
    {
        var failed = groups.SelectMany(group => turn.Domain.Groups[group].Members)
            .Where(member => turn.AllHosts.Any(host => turn.Resource(member, host).Failure is not null))
            .Select(turn.NameOfResource).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return failed.IsEmpty ? "HALO goes on when that has changed" : $"mend it, then halo cleanup {string.Join(" ", failed)}";
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

    /// <summary>What a stop has failed to stop is taken to run.</summary>
    private static bool RunsNowhere(DomainTurn turn, GroupConfig group) => !group.Hosts.Any(host =>
        turn.Resource(group.Root, host) is { IsRunning: true } or { Failure.Kind: OperationKind.Stop });

    /// <summary>Whether nothing of the group is being started, stopped or probed: what became of it will not change by itself.</summary>
    private static bool IsSettled(DomainTurn turn, GroupConfig group) => group.Hosts
        .Where(host => turn.Host(host).IsConnected())
        .All(host => group.Members.All(member => turn.Resource(member, host) is { IsChanging: false, Unconfirmed: Unconfirmed.None } state
            && state.Knowledge.Kind != KnowledgeKind.Unknown));
}
