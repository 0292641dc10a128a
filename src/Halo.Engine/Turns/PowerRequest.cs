namespace Halo.Engine.Turns;

/// <summary>An administrator wants a host powered on, or to know whether it is.</summary>
internal static class PowerRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>A call of a fence agent has ended, and with it perhaps a request for it.</summary>
    public static void Ended(DomainTurn turn, int host, PowerCall call, PowerAnswered answered)
    {
        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (turn.Requests[i] is { Stage: RequestStage.Pending } request && request.Asked.Position == host
                && request.PowerCall == call.Number
                && request.Asked.Verb is AdministratorVerb.PowerOn or AdministratorVerb.PowerStatus)
            {
                turn.SetRequest(i, Answered(turn, request, answered));
            }
        }
    }

    public static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var host = turn.Host(index);
        if (host.PowerCall is not null)
        {
            return request with { PowerCall = request.PowerCall == 0 && host.PowerCall.Verb == PowerVerb.Status ? host.PowerCall.Number : request.PowerCall };
        }

        if (request.AskAt is { } at && at > turn.Now)
        {
            turn.WakeAt(at);
            return request;
        }

        return request with
        {
            PowerCall = PowerTurn.Call(turn, index, PowerVerb.Status, new Reason(RuleId.A1, $"asked {request.Asked.Mark}")),
        };
    }

    private static RequestState Answered(DomainTurn turn, RequestState request, PowerAnswered answered)
    {
        var name = turn.NameOfHost(request.Asked.Position);
        if (request.Asked.Verb == AdministratorVerb.PowerStatus)
        {
            return answered.Answer == PowerAnswer.Failed
                ? request.End(turn, RequestStage.Failed, $"the power status of {name} is not known: {answered.Why}", null, "mend its fence agent")
                : request.Done(turn, answered.Answer == PowerAnswer.Off ? "off" : "on");
        }

        var deadline = request.Deadline ?? turn.Now + Patience;
        if (answered.Answer == PowerAnswer.On)
        {
            return request.Done(turn, $"{name} is on");
        }

        return turn.Now >= deadline || (request.Deadline is null && answered.Answer == PowerAnswer.Failed)
            ? request.End(turn, RequestStage.Failed, $"{name} could not be powered on: {Or(answered.Why, "its power status is not ON")}", null, $"power {name} on by hand")
            : request with { Deadline = deadline, AskAt = request.Deadline is null ? turn.Now : turn.Now + AskEvery, Text = $"{name} was powered on; its status is awaited" };
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
