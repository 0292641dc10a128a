namespace Halo.Engine.Turns;

/// <summary>
/// What administrators ask for. Every request is taken, refused with the rule and the way out, or done at once; what takes time is followed
/// by <see cref="RequestTurn"/>.
/// </summary>
internal static class AdministratorTurn
{
    public static string? Take(DomainTurn turn, AdministratorAsked asked)
    {
        if (asked.Position < 0 || asked.Position >= ObjectsOf(turn, asked.Verb))
        {
            return "there is no such object";
        }

        if (turn.Requests.Any(request => string.Equals(request.Asked.Request, asked.Request, StringComparison.Ordinal)))
        {
            return "that request came before";
        }

        var request = new RequestState { Asked = asked, TakenAt = turn.Now };
        turn.Add(Judge(turn, request));
        RequestTurn.ForgetOldest(turn);
        return null;
    }

    private static RequestState Judge(DomainTurn turn, RequestState request)
    {
        var asked = request.Asked;
        if (turn.Mode == OperatingMode.Observe && A3ObserveMode.Forbids(asked.Verb))
        {
            return request.Refuse(turn, RuleId.A3, A3ObserveMode.Because, A3ObserveMode.WayOut);
        }

        if (RequestTurn.IsFull(turn))
        {
            return request.Refuse(turn, RuleId.P6, "too many requests are pending in this failover domain", "wait until some have ended");
        }

        return asked.Verb switch
        {
            AdministratorVerb.Manage => Manage(turn, request),
            AdministratorVerb.Unmanage => Unmanage(turn, request),
            AdministratorVerb.Activate => Activate(turn, request),
            AdministratorVerb.Deactivate => Deactivate(turn, request),
            AdministratorVerb.Reset => Reset(turn, request),
            AdministratorVerb.Cleanup => Cleanup(turn, request),
            AdministratorVerb.Failback => Failback(turn, request),
            AdministratorVerb.PowerOn => PowerRequest.BeginOn(turn, request),
            AdministratorVerb.PowerStatus => PowerStatus(turn, request),
            AdministratorVerb.Fence => request,
        };
    }

    private static RequestState Manage(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
        if (!state.IsHandsOff)
        {
            return request.Done(turn, $"{group.Id} is managed already");
        }

        turn.SetGroup(index, state with { Unmanaged = null, IsRecorded = state.IsRecorded && state.Held is null, Held = null });
        turn.Note(EventKind.Manage, group.Id, request.Asked.Mark.Why, request.Asked.Mark.By);
        foreach (var member in group.Members)
        {
            foreach (var host in group.Hosts)
            {
                // What failed before is forgotten (rule P8). Somebody's hand may have moved the group meanwhile: what was seen before
                // says nothing for a restart in place (rule P1).
                var cleared = P8Failures.Clear(turn.Resource(member, host)) with { SeenRunningAt = null };
                turn.Set(member, host, turn.Host(host).Off is null ? K5ProbeAfresh.Apply(cleared, turn.Now) : cleared);
            }
        }

        return request.Done(turn, $"{group.Id} is managed");
    }

    private static RequestState Unmanage(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
        if (!state.Managed)
        {
            return request.Done(turn, $"{group.Id} is unmanaged already");
        }

        turn.SetGroup(index, state with { Unmanaged = request.Asked.Mark });
        turn.Note(EventKind.Unmanage, group.Id, request.Asked.Mark.Why, request.Asked.Mark.By);
        return request.Done(turn, $"{group.Id} is unmanaged{HalfDone(turn, group, state)}");
    }

    private static RequestState Activate(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        if (turn.Host(index).Active)
        {
            return request.Done(turn, $"{turn.NameOfHost(index)} is active already");
        }

        turn.Set(index, turn.Host(index) with { Deactivated = null });
        turn.Note(EventKind.Activate, turn.NameOfHost(index), request.Asked.Mark.Why, request.Asked.Mark.By);
        return request.Done(turn, $"{turn.NameOfHost(index)} is active");
    }

    private static RequestState Deactivate(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var name = turn.NameOfHost(index);
        if (A2Hosts.WhyNotDeactivated(turn, index) is { } because)
        {
            return request.Refuse(turn, RuleId.A2, because, "activate another host of it first");
        }

        if (turn.Host(index).Active)
        {
            turn.Set(index, turn.Host(index) with { Deactivated = request.Asked.Mark });
            turn.Note(EventKind.Deactivate, name, request.Asked.Mark.Why, request.Asked.Mark.By);
        }

        P4Moves.ForgetFailed(turn, move => move.From == index);

        return request;
    }

    private static RequestState Reset(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        var (host, name) = (turn.Host(index), turn.NameOfHost(index));
        if (host.Fence is not null)
        {
            return request.Refuse(turn, RuleId.F8, $"{name} is being fenced", "wait until that has ended");
        }

        if (host is { Fenced: null, OpenIntent: null })
        {
            return request.Done(turn, $"{name} is not fenced, there is nothing to reset");
        }

        turn.Set(index, host with
        {
            Fenced = null,
            OpenIntent = null,
            FenceTrouble = null,
            HasComeBack = host.IsConnected(),
        });
        turn.Note(EventKind.Reset, name, request.Asked.Mark.Why, request.Asked.Mark.By);
        return request.Done(turn, $"{name} is reset: HALO may fence it again{(host.IsConnected() ? "" : ", once it has been connected")}");
    }

    /// <summary>
    /// What failed is forgotten, and what is in error is probed again. An error that is confirmed then is stopped and started, because it
    /// counts as tainted (rule P8); but not where the resource runs elsewhere: nothing would be started there, and so nothing stopped.
    /// </summary>
    private static RequestState Cleanup(DomainTurn turn, RequestState request)
    {
        var resource = request.Asked.Position;
        turn.Note(EventKind.Cleanup, turn.NameOfResource(resource), request.Asked.Mark.Why, request.Asked.Mark.By);
        foreach (var host in turn.AllHosts.Where(host => turn.Domain.MayRunOn(resource, host)))
        {
            var state = turn.Resource(resource, host);
            var cleared = P8Failures.Clear(state);
            turn.Set(resource, host, turn.Host(host).Off is not null || state.IsRunning || state.IsStopped
                ? cleared
                : K5ProbeAfresh.Apply(cleared with { Tainted = state.Tainted || (state.IsError && MayBeRestarted(turn, resource, host)) }, turn.Now));
        }

        return request;
    }

    /// <summary>
    /// Whether a resource in error is one to be stopped and started here: its group last ran here; or it was seen nowhere yet, and is stopped
    /// everywhere else. Else its agent's word that it is stopped must be enough, or this error and what runs on another host would stand
    /// in each other's way for ever (rules P1 and P9).
    /// </summary>
    private static bool MayBeRestarted(DomainTurn turn, int resource, int host)
    {
        var groups = turn.Domain.GroupsOfResource[resource];
        return groups.Any(group => turn.Group(group).LastRanOn == host)
            || (groups.All(group => turn.Group(group).LastRanOn is null)
                && turn.AllHosts.All(other => other == host || !turn.Domain.MayRunOn(resource, other) || turn.Resource(resource, other).IsStopped));
    }

    private static RequestState Failback(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        return A2Hosts.WhyNoFailback(turn, index) is { } refusal
            ? request.Refuse(turn, RuleId.A2, refusal.Because, refusal.WayOut)
            : FailbackRequest.Begin(turn, request);
    }

    private static RequestState PowerStatus(DomainTurn turn, RequestState request)
    {
        var index = request.Asked.Position;
        return turn.Domain.Hosts[index].FenceAgent is null
            ? request.Refuse(turn, RuleId.F0, $"{turn.NameOfHost(index)} has no fence agent", "give it a fence_agent in the configuration")
            : request;
    }

    private static string HalfDone(DomainTurn turn, GroupConfig group, GroupState state)
    {
        var left = group.Members.SelectMany(member => group.Hosts
            .Where(host => turn.Resource(member, host).IsChanging)
            .Select(host => $"{turn.NameOfResource(member)} {K6Operations.Describe(turn.Resource(member, host).InFlight!)} on {turn.NameOfHost(host)} and that runs out"));
        var move = state.Move is { } m
            ? [$"its move from {turn.NameOfHost(m.From)} to {turn.NameOfHost(m.To)} is left half done"]
            : ImmutableArray<string>.Empty;
        var all = string.Join("; ", move.Concat(left));
        return all.Length > 0 ? $"; {all}" : "";
    }

    private static int ObjectsOf(DomainTurn turn, AdministratorVerb verb) => verb switch
    {
        AdministratorVerb.Manage or AdministratorVerb.Unmanage => turn.Domain.Groups.Length,
        AdministratorVerb.Cleanup => turn.Domain.Resources.Length,
        AdministratorVerb.Activate or AdministratorVerb.Deactivate or AdministratorVerb.Fence or AdministratorVerb.Reset
            or AdministratorVerb.Failback or AdministratorVerb.PowerOn or AdministratorVerb.PowerStatus => turn.Domain.Hosts.Length,
    };
}
