namespace Halo.Engine.Turns;

/// <summary>What failed is forgotten; the request is over when it is known what became of the resource (rule P8).</summary>
internal static class CleanupRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var resource = request.Asked.Position;
        var name = turn.NameOfResource(resource);
        request = request with { Deadline = request.Deadline ?? turn.Now + Patience };
        foreach (var host in turn.AllHosts.Where(host => turn.Domain.MayRunOn(resource, host) && turn.CanDrive(host)))
        {
            var state = turn.Resource(resource, host);
            if (state.IsChanging || state.Knowledge.Kind == KnowledgeKind.Unknown || state.Unconfirmed != Unconfirmed.None)
            {
                return request with
                {
                    Text = state.IsChanging
                        ? $"{name} {K6Operations.Describe(state.InFlight!)} on {turn.NameOfHost(host)}"
                        : $"{name} is being probed on {turn.NameOfHost(host)}",
                };
            }

            if (state is { IsError: true, Failure: null, Tainted: true } && WaitOf(turn, resource) is { } wait && turn.Now < request.Deadline)
            {
                turn.WakeAt(request.Deadline!.Value);
                return request with { Text = $"{name} is to be stopped and started: {wait.Reason.Because}" };
            }

            if (state.IsError)
            {
                return request.End(turn, RequestStage.Failed, $"{name} is still in error on {turn.NameOfHost(host)}: {state.Knowledge.Why}", RuleId.P8,
                    $"mend it, then halo cleanup {name}");
            }
        }

        var runsOn = turn.AllHosts.Where(host => turn.Resource(resource, host).IsRunning).Select(turn.NameOfHost).ToImmutableArray();
        var unknownOn = turn.AllHosts
            .Where(host => turn.Domain.MayRunOn(resource, host) && turn.Resource(resource, host).Knowledge.Kind == KnowledgeKind.Unknown)
            .Select(turn.NameOfHost).ToImmutableArray();
        if (runsOn.IsEmpty && WaitOf(turn, resource) is { IsPassing: true } passing && turn.Now < request.Deadline)
        {
            turn.WakeAt(request.Deadline!.Value);
            return request with { Text = $"{name} is to be started: {passing.Reason.Because}" };
        }

        return request.Done(turn, (runsOn.IsEmpty, unknownOn.IsEmpty) switch
        {
            (false, _) => $"{name} runs on {string.Join(", ", runsOn)}",
            (true, true) => $"what failed is forgotten; {name} is stopped",
            (true, false) => $"what failed is forgotten; {name} is not known on {string.Join(", ", unknownOn)}",
        });
    }

    /// <summary>What the resource's group waits for, where HALO itself is going on with it.</summary>
    private static Wait? WaitOf(DomainTurn turn, int resource) => turn.Domain.GroupsOfResource[resource]
        .Where(group => !turn.Group(group).IsHandsOff).Select(turn.WaitOf).FirstOrDefault(wait => wait is not null);
}
