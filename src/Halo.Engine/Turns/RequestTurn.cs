namespace Halo.Engine.Turns;

/// <summary>Follows administrators' requests until they are done or have failed.</summary>
internal static class RequestTurn
{
    private const int PendingAtMost = 100;
    private const int EndedAtMost = 100;
    private static readonly TimeSpan PatienceForCleanup = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PatienceForPower = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskPowerEvery = TimeSpan.FromSeconds(1);

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

    /// <summary>A fence has ended, and with it the requests for it.</summary>
    public static void FenceEnded(DomainTurn turn, int host, long attempt, RequestStage stage, string text, RuleId rule, string wayOut)
    {
        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (turn.Requests[i] is { Stage: RequestStage.Pending, Asked.Verb: AdministratorVerb.Fence } request
                && request.Asked.Position == host && request.Attempt == attempt)
            {
                turn.SetRequest(i, request.End(turn, stage, text, stage == RequestStage.Done ? null : rule, wayOut));
            }
        }
    }

    /// <summary>A call of a fence agent has ended, and with it perhaps a request for it.</summary>
    public static void PowerAnswered(DomainTurn turn, int host, PowerCall call, PowerAnswered answered)
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

    /// <summary>The groups whose home is that host begin to move there, as far as each may (rule P4).</summary>
    public static RequestState BeginFailback(DomainTurn turn, RequestState request)
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

    private static void ForPending(DomainTurn turn, bool fences)
    {
        for (var i = 0; i < turn.Requests.Count; i++)
        {
            if (turn.Requests[i] is { Stage: RequestStage.Pending } request && (request.Asked.Verb == AdministratorVerb.Fence) == fences)
            {
                turn.SetRequest(i, Judge(turn, request));
            }
        }
    }

    private static RequestState Judge(DomainTurn turn, RequestState request) => request.Asked.Verb switch
    {
        AdministratorVerb.Fence => JudgeFence(turn, request),
        AdministratorVerb.Deactivate => JudgeDeactivate(turn, request),
        AdministratorVerb.Failback => JudgeFailback(turn, request),
        AdministratorVerb.Cleanup => JudgeCleanup(turn, request),
        AdministratorVerb.PowerStatus or AdministratorVerb.PowerOn => JudgePower(turn, request),
        AdministratorVerb.Manage or AdministratorVerb.Unmanage or AdministratorVerb.Activate or AdministratorVerb.Reset => request,
    };

    private static RequestState JudgeFence(DomainTurn turn, RequestState request)
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

        return refusal.Rule == RuleId.F7
            ? request with { Text = refusal.Because }
            : request.Refuse(turn, refusal.Rule, refusal.Because, refusal.WayOut);
    }

    private static RequestState JudgeDeactivate(DomainTurn turn, RequestState request)
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
                stay.Add($"{group.Id} stays there: {WhyNotTouched(turn, g) ?? P4Moves.ChooseTarget(turn, g, index).Because}");
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

    private static RequestState JudgeFailback(DomainTurn turn, RequestState request)
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

    private static RequestState JudgeCleanup(DomainTurn turn, RequestState request)
    {
        var resource = request.Asked.Position;
        var name = turn.NameOfResource(resource);
        request = request with { Deadline = request.Deadline ?? turn.Now + PatienceForCleanup };
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
        return request.Done(turn, (runsOn.IsEmpty, unknownOn.IsEmpty) switch
        {
            (false, _) => $"{name} runs on {string.Join(", ", runsOn)}",
            (true, true) => $"what failed is forgotten; {name} is stopped",
            (true, false) => $"what failed is forgotten; {name} is not known on {string.Join(", ", unknownOn)}",
        });
    }

    /// <summary>What the resource's group waits for, where HALO itself is going on with it.</summary>
    private static Wait? WaitOf(DomainTurn turn, int resource)
    {
        var groups = turn.Domain.GroupsOfResource[resource].Where(g => !turn.Group(g).IsHandsOff && turn.Group(g).Conflict is null)
            .Select(g => turn.Domain.Groups[g].Id).ToImmutableArray();
        return turn.Waits.FirstOrDefault(wait => groups.Contains(wait.Object, StringComparer.Ordinal));
    }

    private static RequestState JudgePower(DomainTurn turn, RequestState request)
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

        var deadline = request.Deadline ?? turn.Now + PatienceForPower;
        if (answered.Answer == PowerAnswer.On)
        {
            return request.Done(turn, $"{name} is on");
        }

        return turn.Now >= deadline || (request.Deadline is null && answered.Answer == PowerAnswer.Failed)
            ? request.End(turn, RequestStage.Failed, $"{name} could not be powered on: {Or(answered.Why, "its power status is not ON")}", null, $"power {name} on by hand")
            : request with { Deadline = deadline, AskAt = request.Deadline is null ? turn.Now : turn.Now + AskPowerEvery, Text = $"{name} was powered on; its status is awaited" };
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
        WhyNotTouched(turn, index) ?? P4Moves.WhyNot(turn, index, from, to);

    /// <summary>Why nobody may touch a group now, as a clause; null when HALO may.</summary>
    private static string? WhyNotTouched(DomainTurn turn, int index)
    {
        var state = turn.Group(index);
        if (state.IsHandsOff)
        {
            return state.Managed ? "it is held (K7)" : $"it is unmanaged ({state.Unmanaged})";
        }

        return state.Conflict ?? S1OneManager.Find(turn)?.Because;
    }

    private static string Progress(string name, FenceAttempt fence) => fence.Stage switch
    {
        FenceStage.Announced => $"the fence of {name} is being recorded",
        FenceStage.PoweringOff => $"{name} is being powered off",
        FenceStage.Verifying => $"{name} is being verified off{(fence.Trouble.Length > 0 ? $" ({fence.Trouble})" : "")}",
    };

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}

/// <summary>How a request ends.</summary>
internal static class RequestEnds
{
    public static RequestState Done(this RequestState request, DomainTurn turn, string text) =>
        request.End(turn, RequestStage.Done, text, null, "");

    public static RequestState Refuse(this RequestState request, DomainTurn turn, RuleId rule, string because, string wayOut) =>
        request.End(turn, RequestStage.Refused, because, rule, wayOut);

    public static RequestState End(
        this RequestState request, DomainTurn turn, RequestStage stage, string text, RuleId? rule, string wayOut) =>
        request with { Stage = stage, Text = text, Rule = rule, WayOut = wayOut, EndedAt = turn.Now };
}
