namespace Halo.Engine.Turns;

/// <summary>An administrator wants a host fenced (rule A1); the request is over when the fence is.</summary>
internal static class FenceRequest
{
    public static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var name = turn.NameOfHost(index);
        if (turn.Host(index).Fence is { } fence)
        {
            return request with { Attempt = fence.Number, Text = Progress(name, fence) };
        }

        var order = new FenceOrder(request.Asked.Mark, request.Asked.Force);
        if (FenceRules.WhyNot(turn, index, order) is not { } refusal)
        {
            var why = request.Asked.Mark.Why;
            var number = FenceTurn.Begin(turn, index, order, new Reason(RuleId.A1, why.Length > 0 ? why : $"asked {request.Asked.Mark}"));
            return request with { Attempt = number, Text = $"the fence of {name} is being recorded" };
        }

        return refusal.IsPassing
            ? request with { Text = refusal.Because }
            : request.Refuse(turn, refusal.Rule, refusal.Because, refusal.WayOut);
    }

    /// <summary>
    /// A fence has been abandoned. Requests that only had joined HALO's own are judged by what binds an administrator (rule A1) from now on.
    /// </summary>
    public static void Abandoned(DomainTurn turn, int host, FenceAttempt fence, FenceRefusal refusal)
    {
        if (!fence.Order.IsAutomatic)
        {
            Ended(turn, host, fence.Number, RequestStage.Refused, refusal.Because, refusal.Rule, refusal.WayOut);
            return;
        }

        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (IsFor(turn.Requests[i], host, fence.Number))
            {
                turn.SetRequest(i, turn.Requests[i] with { Attempt = 0 });
            }
        }
    }

    /// <summary>A fence has ended, and with it the requests for it.</summary>
    public static void Ended(DomainTurn turn, int host, long attempt, RequestStage stage, string text, RuleId rule, string wayOut)
    {
        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (IsFor(turn.Requests[i], host, attempt))
            {
                turn.SetRequest(i, turn.Requests[i].End(turn, stage, text, stage == RequestStage.Done ? null : rule, wayOut));
            }
        }
    }

    private static bool IsFor(RequestState request, int host, long attempt) =>
        request is { Stage: RequestStage.Pending, Asked.Verb: AdministratorVerb.Fence }
        && request.Asked.Position == host && request.Attempt == attempt;

    private static string Progress(string name, FenceAttempt fence) => fence.Stage switch
    {
        FenceStage.Announced => $"the fence of {name} is being recorded",
        FenceStage.PoweringOff => $"{name} is being powered off",
        FenceStage.Verifying => $"{name} is being verified off{(fence.Trouble.Length > 0 ? $" ({fence.Trouble})" : "")}",
    };
}
