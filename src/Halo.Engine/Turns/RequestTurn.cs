namespace Halo.Engine.Turns;

/// <summary>Follows administrators' requests until they are done or have failed.</summary>
internal static class RequestTurn
{
    private const int PendingAtMost = 100;
    private const int EndedAtMost = 100;

    // Longer than the slowest stop and start of a large pool take together.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);

    /// <summary>Whether no more requests can be taken.</summary>
    public static bool IsFull(DomainTurn turn) => turn.Requests.Count(request => request.Stage == RequestStage.Pending) >= PendingAtMost;

    /// <summary>Keeps the number of requests that have ended bounded.</summary>
    public static void ForgetOldest(DomainTurn turn)
    {
        var tooMany = turn.Requests.Count(request => request.Stage != RequestStage.Pending) - EndedAtMost;
        for (var i = 0; i < turn.Requests.Count && tooMany > 0; i++)
        {
            if (turn.Requests[i].Stage != RequestStage.Pending)
            {
                turn.DropRequest(i--);
                tooMany--;
            }
        }
    }

    /// <summary>Judges what is to be fenced, before any group is judged: nothing is sent to a host that is about to lose its power.</summary>
    public static void JudgeFences(DomainTurn turn) => ForPending(turn, fences: true);

    /// <summary>Judges every other pending request, when it is known what became of the groups.</summary>
    public static void Judge(DomainTurn turn) => ForPending(turn, fences: false);

    private static void ForPending(DomainTurn turn, bool fences)
    {
        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (turn.Requests[i] is { Stage: RequestStage.Pending } request && (request.Asked.Verb == AdministratorVerb.Fence) == fences)
            {
                turn.SetRequest(i, WithinPatience(turn, Judge(turn, request)));
            }
        }
    }

    /// <summary>What takes too long is told to whoever waits for it; it goes on all the same.</summary>
    private static RequestState WithinPatience(DomainTurn turn, RequestState request)
    {
        var until = request.TakenAt + Patience;
        if (request.Stage != RequestStage.Pending)
        {
            return request;
        }

        if (until > turn.Now)
        {
            turn.WakeAt(until);
            return request;
        }

        return request.End(turn, RequestStage.Failed, $"not over after {Patience.TotalMinutes} minutes: {request.Text}", RuleId.P6,
            "halo status says what it waits for; what was begun goes on");
    }

    private static RequestState Judge(DomainTurn turn, RequestState request) => request.Asked.Verb switch
    {
        AdministratorVerb.Fence => FenceRequest.Judge(turn, request),
        AdministratorVerb.Deactivate => DeactivateRequest.Judge(turn, request),
        AdministratorVerb.Failback => FailbackRequest.Judge(turn, request),
        AdministratorVerb.Cleanup => CleanupRequest.Judge(turn, request),
        AdministratorVerb.PowerStatus or AdministratorVerb.PowerOn => PowerRequest.Judge(turn, request),
        AdministratorVerb.Manage or AdministratorVerb.Unmanage or AdministratorVerb.Activate or AdministratorVerb.Reset => request,
    };
}
