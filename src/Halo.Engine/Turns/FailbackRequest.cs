namespace Halo.Engine.Turns;

/// <summary>Groups are brought home, each by a move of its own (rules A2 and P4).</summary>
internal static class FailbackRequest
{
    /// <summary>The groups whose home is that host begin to move there, as far as each may (rule P4).</summary>
    public static RequestState Begin(DomainTurn turn, RequestState request)
    {
        var to = request.Asked.Position;
        var stay = new List<string>();
        var any = false;
        for (var index = 0; index < turn.Domain.Groups.Length; index++)
        {
            if (FailedOverFrom(turn, index, to) is not { } from)
            {
                continue;
            }

            if (WhyNotMoved(turn, index, from, to) is { } whyNot)
            {
                stay.Add($"{turn.Domain.Groups[index].Id} stays on {turn.NameOfHost(from)}: {whyNot}");
                continue;
            }

            P4Moves.Begin(turn, index, new Move(from, to, request.Asked.Mark));
            any = true;
        }

        var text = string.Join("; ", stay);
        if (any)
        {
            return request with { Text = text };
        }

        return text.Length > 0
            ? request.Refuse(turn, RuleId.P4, text, "mend that, then ask again")
            : request.Done(turn, $"no group is failed over from {turn.NameOfHost(to)}");
    }

    public static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var to = request.Asked.Position;
        var moving = new List<string>();
        var failed = new List<string>();
        var onRecord = new List<string>();
        for (var index = 0; index < turn.Domain.Groups.Length; index++)
        {
            var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
            if (state.Move is { } move && move.To == to)
            {
                moving.Add($"{group.Id} is being moved from {turn.NameOfHost(move.From)}");
            }
            else if (group.HomeHost == to && group.Members.Where(member => turn.Resource(member, to).IsChanging).ToImmutableArray() is { IsEmpty: false } changing)
            {
                moving.AddRange(changing.Select(member => $"{turn.NameOfResource(member)} {K6Operations.Describe(turn.Resource(member, to).InFlight!)}"));
            }
            else if (FailedOverFrom(turn, index, to) is not null || (group.HomeHost == to && state.MoveTrouble is not null))
            {
                failed.Add($"{group.Id} is not on {turn.NameOfHost(to)}: {state.MoveTrouble ?? "its move was not begun"}");
                onRecord.AddRange(group.Members.Where(member => turn.Resource(member, to).Failure is not null).Select(turn.NameOfResource));
            }
        }

        if (moving.Count > 0)
        {
            return request with { Text = string.Join("; ", moving) };
        }

        return failed.Count > 0
            ? request.End(turn, RequestStage.Failed, string.Join("; ", failed), RuleId.P4, onRecord.Count > 0
                ? $"mend it, then halo cleanup {string.Join(" ", onRecord)}, and ask again"
                : "mend that, then ask again")
            : request.Done(turn, $"the groups of {turn.NameOfHost(to)} run there");
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

    private static string? WhyNotMoved(DomainTurn turn, int index, int from, int to) =>
        P5Unmanaged.WhyNotTouched(turn, index)?.Reason.Because ?? P4Moves.WhyNot(turn, index, from, to);
}
