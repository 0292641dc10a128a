namespace Halo.Engine.Turns;

/// <summary>Groups are brought home, each by a move of its own (rules A2 and P4).</summary>
internal static class FailbackRequest
{
    /// <summary>The groups whose home is that host begin to move there, as far as each may (rule P4); where none may, that is a refusal.</summary>
    public static RequestState Begin(DomainTurn turn, RequestState request)
    {
        var to = request.Asked.Position;
        var failedOver = Enumerable.Range(0, turn.Domain.Groups.Length).Where(index => turn.Domain.Groups[index].HomeHost == to
            && (FailedOverFrom(turn, index, to) is not null || ChangingElsewhere(turn, index) is not null)).ToImmutableArray();
        if (failedOver.IsEmpty)
        {
            return request.Done(turn, $"no group is failed over from {turn.NameOfHost(to)}");
        }

        P4Moves.ForgetFailed(turn, move => move.To == to);

        var judged = Judge(turn, request);
        return judged.Stage == RequestStage.Failed ? request.Refuse(turn, RuleId.P4, judged.Text, judged.WayOut) : judged;
    }

    public static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var to = request.Asked.Position;
        var moving = new List<string>();
        var failed = new List<string>();
        var onRecord = new List<string>();
        for (var index = 0; index < turn.Domain.Groups.Length; index++)
        {
            if (turn.Domain.Groups[index].HomeHost != to || HowFar(turn, request, index) is not { } step)
            {
                continue;
            }

            (step.GoesOn ? moving : failed).Add(step.Text);
            if (!step.GoesOn)
            {
                onRecord.AddRange(turn.Domain.Groups[index].Members
                    .Where(member => turn.Resource(member, to).Failure is not null).Select(turn.NameOfResource));
            }
        }

        if (moving.Count > 0)
        {
            return request with { Text = string.Join("; ", moving.Concat(failed)) };
        }

        return failed.Count > 0
            ? request.End(turn, RequestStage.Failed, string.Join("; ", failed), RuleId.P4, onRecord.Count > 0
                ? $"mend it, then halo cleanup {string.Join(" ", onRecord)}, and ask again"
                : "mend that, then ask again")
            : request.Done(turn, $"the groups of {turn.NameOfHost(to)} run there");
    }

    /// <summary>What there is to say of a group on its way home, as a clause, and whether it goes on; null when it is home. Its move begins if it may.</summary>
    private static (string Text, bool GoesOn)? HowFar(DomainTurn turn, RequestState request, int index)
    {
        var to = request.Asked.Position;
        var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
        if (state.Move is { } move && move.To == to)
        {
            return ($"{group.Id} is being moved from {turn.NameOfHost(move.From)}", true);
        }

        if (group.Members.Where(member => turn.Resource(member, to).IsChanging).ToImmutableArray() is { IsEmpty: false } changing)
        {
            return (string.Join("; ", changing.Select(member =>
                $"{turn.NameOfResource(member)} {K6Operations.Describe(turn.Resource(member, to).InFlight!)}")), true);
        }

        if (state.FailedMove is { } failed && failed.To == to)
        {
            return turn.Resource(group.Root, to).IsRunning
                ? P2Completion.IsWhole(turn, group) ? null : (failed.Because, false)
                : ($"{group.Id} is not on {turn.NameOfHost(to)}: {failed.Because}", false);
        }

        if (FailedOverFrom(turn, index, to) is { } from)
        {
            return BeginMove(turn, request, index, from);
        }

        return ChangingElsewhere(turn, index) is { } changingElsewhere ? (changingElsewhere, true) : null;
    }

    private static (string Text, bool GoesOn) BeginMove(DomainTurn turn, RequestState request, int index, int from)
    {
        var to = request.Asked.Position;
        var group = turn.Domain.Groups[index];
        if (P5Unmanaged.WhyNotTouched(turn, index) is { } hold)
        {
            return ($"{group.Id} stays on {turn.NameOfHost(from)}: {hold.Reason.Because}", false);
        }

        if (P4Moves.WhyNot(turn, index, from, to) is { } obstacle)
        {
            return ($"{group.Id} stays on {turn.NameOfHost(from)}: {obstacle.Because}", obstacle.IsPassing);
        }

        P4Moves.Begin(turn, index, new Move(from, to, request.Asked.Mark));
        return ($"{group.Id} is being moved from {turn.NameOfHost(from)}", true);
    }

    /// <summary>That a group's root is just being started or stopped on a failover host, as a clause; null when it is not.</summary>
    private static string? ChangingElsewhere(DomainTurn turn, int index)
    {
        var group = turn.Domain.Groups[index];
        return group.Hosts.Skip(1).Where(host => turn.Resource(group.Root, host).IsChanging)
            .Select(host => $"{group.Id} {K6Operations.Describe(turn.Resource(group.Root, host).InFlight!)} on {turn.NameOfHost(host)}")
            .FirstOrDefault();
    }

    /// <summary>Where a group runs whose home is that host; null when it runs there, or nowhere.</summary>
    private static int? FailedOverFrom(DomainTurn turn, int index, int home)
    {
        var group = turn.Domain.Groups[index];
        foreach (var host in group.HomeHost == home ? group.Hosts.Skip(1) : [])
        {
            if (turn.Resource(group.Root, host).IsRunning)
            {
                return host;
            }
        }

        return null;
    }
}
