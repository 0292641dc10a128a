namespace Halo.Engine.Turns;

/// <summary>An administrator wants a host powered on, or to know whether it is.</summary>
internal static class PowerRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Powers a host on. Where nothing says whether it has power, that is asked first: a host that was off is not shot while it boots
    /// (rule F4), and one that was on all the time may still be fenced.
    /// </summary>
    public static RequestState BeginOn(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        if (WhyNotOn(turn, request) is { } refused)
        {
            return refused;
        }

        var host = turn.Host(index);
        return host.Off is not null || host.IsConnected()
            ? PowerOn(turn, request)
            : request with
            {
                PowerCall = host.PowerCall is { Verb: PowerVerb.Status } asked
                    ? asked.Number
                    : PowerTurn.Call(turn, index, PowerVerb.Status, new Reason(RuleId.A1, $"asked {request.Asked.Mark}")),
                Text = $"whether {turn.NameOfHost(index)} is on is asked first",
            };
    }

    /// <summary>A call of a fence agent has ended, and with it perhaps a request for it.</summary>
    public static void Ended(DomainTurn turn, int host, PowerCall call, PowerAnswered answered)
    {
        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (turn.Requests[i] is { Stage: RequestStage.Pending } request && request.Asked.Position == host
                && request.PowerCall == call.Number
                && request.Asked.Verb is AdministratorVerb.PowerOn or AdministratorVerb.PowerStatus)
            {
                turn.SetRequest(i, Answered(turn, request, call.Verb, answered));
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

    private static RequestState? WhyNotOn(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var name = turn.NameOfHost(index);
        if (turn.Domain.Hosts[index].FenceAgent is null)
        {
            return request.Refuse(turn, RuleId.F0, $"{name} has no fence agent", $"power {name} on by hand");
        }

        return turn.Host(index).Fence is not null
            ? request.Refuse(turn, RuleId.F8, $"{name} is being fenced", "wait until that has ended")
            : null;
    }

    private static RequestState PowerOn(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var name = turn.NameOfHost(index);
        K4PowerOff.EndProof(turn, index, $"it is being powered on ({request.Asked.Mark})");
        turn.Note(EventKind.PowerOn, name, request.Asked.Mark.Why, request.Asked.Mark.By);
        return request with
        {
            PowerCall = PowerTurn.Call(turn, index, PowerVerb.On, new Reason(RuleId.A1, $"asked {request.Asked.Mark}")),
            Deadline = turn.Now + Patience,
            Text = $"{name} is being powered on",
        };
    }

    private static RequestState Answered(DomainTurn turn, RequestState request, PowerVerb verb, PowerAnswered answered)
    {
        var name = turn.NameOfHost(request.Asked.Position);
        if (request.Asked.Verb == AdministratorVerb.PowerStatus)
        {
            return answered.Answer == PowerAnswer.Failed
                ? request.End(turn, RequestStage.Failed, $"the power status of {name} is not known: {answered.Why}", null, "mend its fence agent")
                : request.Done(turn, answered.Answer == PowerAnswer.Off ? "off" : "on");
        }

        if (verb == PowerVerb.Status && request.Deadline is null)
        {
            return WhyNotOn(turn, request) ?? PowerOn(turn, request);
        }

        var deadline = verb == PowerVerb.On ? turn.Now + Patience : request.Deadline;
        if (answered.Answer == PowerAnswer.On)
        {
            return request.Done(turn, $"{name} is on");
        }

        return turn.Now >= deadline || (verb == PowerVerb.On && answered.Answer == PowerAnswer.Failed)
            ? request.End(turn, RequestStage.Failed, $"{name} could not be powered on: {Or(answered.Why, "its power status is not ON")}", null, $"power {name} on by hand")
            : request with { Deadline = deadline, AskAt = verb == PowerVerb.On ? turn.Now : turn.Now + AskEvery, Text = $"{name} was powered on; its status is awaited" };
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
