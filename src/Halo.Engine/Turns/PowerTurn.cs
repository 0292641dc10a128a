using Halo.Engine.StateLog;

namespace Halo.Engine.Turns;

/// <summary>
/// Calls of fence agents. There is one at a time for each host; <c>off</c> does not wait for a question to end, and the answer
/// to what was called before is not awaited then.
/// </summary>
internal static class PowerTurn
{
    // Longer than any fence agent's deadline and what it takes to end it: after that the answer is lost.
    private static readonly TimeSpan AnswerAfterAtMost = TimeSpan.FromSeconds(90);

    public static string? Take(DomainTurn turn, PowerAnswered answered)
    {
        var index = answered.Host.Host;
        if (turn.Host(index).PowerCall is not { } call || call.Number != answered.Call)
        {
            return "that call of the fence agent is not awaited any more";
        }

        turn.Set(index, turn.Host(index) with { PowerCall = null });
        if (call.Verb == PowerVerb.Status)
        {
            TakeStatus(turn, index, call, answered);
        }

        if (turn.Host(index).Fence is { } fence)
        {
            FenceTurn.Take(turn, index, fence, call.Verb, answered);
        }

        PowerRequest.Ended(turn, index, call, answered);
        return null;
    }

    /// <summary>Calls the fence agent; returns the call's number.</summary>
    public static long Call(DomainTurn turn, int index, PowerVerb verb, Reason reason)
    {
        var host = turn.Host(index);
        var number = host.LastPowerCall + 1;
        turn.Set(index, host with { LastPowerCall = number, PowerCall = new PowerCall(number, verb, turn.Now, host.IsConnected()) });
        turn.Do(new CallFenceAgent
        {
            Host = new HostRef(turn.Domain.Index, index),
            Call = number,
            Verb = verb,
            BelongsToFence = host.Fence is not null,
            Reason = reason,
        });
        return number;
    }

    /// <summary>Rule K4: while a host about which nothing is known blocks a group, its power is asked.</summary>
    public static void Judge(DomainTurn turn, int index)
    {
        EndUnanswered(turn, index);
        var host = turn.Host(index);
        if (!turn.IsAwaited(index) || host.Fence is not null || host.PowerCall is not null
            || turn.Domain.Hosts[index].FenceAgent is null || !IsUnreachable(host))
        {
            return;
        }

        var dueAt = host.Power is { } power ? power.At + K4PowerOff.Freshness : turn.Now;
        if (dueAt > turn.Now)
        {
            turn.WakeAt(dueAt);
            return;
        }

        Call(turn, index, PowerVerb.Status, new Reason(RuleId.K4, $"{turn.NameOfHost(index)} does not answer, and a group waits for it"));
    }

    /// <summary>A call from which nothing is heard must not keep a failover domain from everything else for ever.</summary>
    private static void EndUnanswered(DomainTurn turn, int index)
    {
        if (turn.Host(index).PowerCall is not { } call)
        {
            return;
        }

        var until = call.SentAt + AnswerAfterAtMost;
        if (until > turn.Now)
        {
            turn.WakeAt(until);
            return;
        }

        Take(turn, new PowerAnswered
        {
            Host = new HostRef(turn.Domain.Index, index),
            Call = call.Number,
            Answer = PowerAnswer.Failed,
            Why = $"its fence agent was called {AnswerAfterAtMost.TotalSeconds} s ago, and nothing has come back",
        });
    }

    private static void TakeStatus(DomainTurn turn, int index, PowerCall call, PowerAnswered answered)
    {
        var host = turn.Host(index);
        // A host that connected meanwhile has got power since it was asked about.
        var isOutOfDate = answered.Answer == PowerAnswer.Off && host.IsConnected() && !call.WhileConnected;
        turn.Set(index, host with { Power = isOutOfDate ? null : new PowerReading(answered.Answer, turn.Now, answered.Why) });
        if (answered.Answer == PowerAnswer.On)
        {
            K4PowerOff.EndProof(turn, index, "its power status is ON");
        }
        else if (answered.Answer == PowerAnswer.Off && K4PowerOff.Prove(turn, index, call.SentAt))
        {
            turn.Set(index, turn.Host(index) with { FenceTrouble = null });
            // A fence that has begun to power it off tells what it verifies; one that has not is abandoned for this.
            if (host is { Off: null, Fence: null or { Stage: FenceStage.Announced } })
            {
                turn.Note(RecordedEvents.OfPowerOff(turn.NameOfHost(index)));
            }
        }
    }

    /// <summary>Whether every path was probed and none answers: a host that is just being connected is not asked about.</summary>
    private static bool IsUnreachable(HostState host) => !host.IsConnected()
        && host.Paths.All(path => path.Answer is PathAnswer.Silent or PathAnswer.Mute or PathAnswer.Refused);
}
