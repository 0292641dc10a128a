using Halo.Engine.StateLog;

namespace Halo.Engine.Turns;

/// <summary>
/// A fence from its intent to its outcome (rule F8): announced in the state log; judged again; <c>off</c>, whose exit decides nothing; and
/// the status, until it is OFF or the deadline has passed.
/// </summary>
internal static class FenceTurn
{
    private static readonly TimeSpan VerifyFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Judges a host on the present state: a fence that goes on, or one that is wanted.</summary>
    public static void Judge(DomainTurn turn, int index)
    {
        if (turn.Host(index).Fence is { } fence)
        {
            GoOn(turn, index, fence);
            return;
        }

        TellLoss(turn, index);
        if (!IsWanted(turn, index))
        {
            return;
        }

        var order = FenceRules.Automatic(turn, index);
        if (FenceRules.WhyNot(turn, index, order) is { } refusal)
        {
            turn.Refuse(turn.NameOfHost(index), "fence", refusal.Reason);
            return;
        }

        Begin(turn, index, order, new Reason(RuleId.F1, $"{turn.NameOfHost(index)} is lost: {F1Lost.Judge(turn, index).Because}"));
    }

    /// <summary>Announces a fence: the event of this step is the intent. Returns the attempt's number.</summary>
    public static long Begin(DomainTurn turn, int index, FenceOrder order, Reason reason)
    {
        var host = turn.Host(index);
        var number = host.OpenIntent is not null ? host.LastAttempt : host.LastAttempt + 1;
        turn.Set(index, host with
        {
            Fence = new FenceAttempt(number, FenceStage.Announced, order, reason),
            LastAttempt = number,
            FenceTrouble = null,
        });
        Tell(turn, index, RecordedEvents.Intent, order.IsAutomatic ? reason.ToString() : order.Mark.Why, number, order);
        turn.Do(new ConfirmIntent { Host = new HostRef(turn.Domain.Index, index), Attempt = number, Reason = reason });
        return number;
    }

    public static string? Take(DomainTurn turn, IntentRecorded recorded)
    {
        var index = recorded.Host.Host;
        if (turn.Host(index).Fence is not { Stage: FenceStage.Announced } fence || fence.Number != recorded.Attempt)
        {
            return "that intent is not awaited any more";
        }

        if (FenceRules.WhyNot(turn, index, fence.Order) is { } refusal)
        {
            End(turn, index, RecordedEvents.Abandoned, refusal.Reason.ToString());
            FenceRequest.Abandoned(turn, index, fence, refusal);
            return null;
        }

        turn.Set(index, turn.Host(index) with
        {
            Fence = fence with { Stage = FenceStage.PoweringOff },
            Fenced = fence.MarkAt(recorded.Time),
            OpenIntent = null,
        });
        PowerTurn.Call(turn, index, PowerVerb.Off, fence.Reason);
        return null;
    }

    /// <summary>The fence agent has answered, in the course of a fence.</summary>
    public static void Take(DomainTurn turn, int index, FenceAttempt fence, PowerVerb verb, PowerAnswered answered)
    {
        if (fence.Stage == FenceStage.PoweringOff && verb == PowerVerb.Off)
        {
            SetFence(turn, index, fence with
            {
                Stage = FenceStage.Verifying,
                OffEndedAt = turn.Now,
                AskAt = turn.Now,
                OffTrouble = answered.Why,
            });
        }
        else if (fence.Stage == FenceStage.Verifying && verb == PowerVerb.Status)
        {
            if (IsVerified(turn, index, fence))
            {
                Succeed(turn, index, fence);
                return;
            }

            SetFence(turn, index, fence with
            {
                AskAt = turn.Now + AskEvery,
                StatusTrouble = answered.Answer == PowerAnswer.Failed ? answered.Why : $"its power status is {Word(answered.Answer)}",
            });
        }
    }

    private static void GoOn(DomainTurn turn, int index, FenceAttempt fence)
    {
        if (fence.Stage != FenceStage.Verifying)
        {
            return;
        }

        if (IsVerified(turn, index, fence))
        {
            Succeed(turn, index, fence);
        }
        else if (turn.Host(index).PowerCall is not null)
        {
            return;
        }
        else if (fence.OffEndedAt + VerifyFor <= turn.Now)
        {
            Fail(turn, index, fence);
        }
        else if (fence.AskAt <= turn.Now)
        {
            PowerTurn.Call(turn, index, PowerVerb.Status, new Reason(RuleId.F8, "only a status of OFF counts"));
        }
        else
        {
            turn.WakeAt(fence.AskAt);
        }
    }

    /// <summary>Only an OFF that was asked for after <c>off</c> had ended counts; an older proof says nothing about this attempt.</summary>
    private static bool IsVerified(DomainTurn turn, int index, FenceAttempt fence) =>
        turn.Host(index).Off is { } off && off.AskedAt >= fence.OffEndedAt;

    private static void Succeed(DomainTurn turn, int index, FenceAttempt fence)
    {
        End(turn, index, RecordedEvents.Done, "verified off");
        FenceRequest.Ended(
            turn, index, fence.Number, RequestStage.Done, $"{turn.NameOfHost(index)} is fenced and verified off", RuleId.F8, "");
    }

    private static void Fail(DomainTurn turn, int index, FenceAttempt fence)
    {
        var name = turn.NameOfHost(index);
        var because = $"{name} could not be verified off within {VerifyFor.TotalSeconds} s: {fence.Trouble}";
        turn.Set(index, turn.Host(index) with { FenceTrouble = because });
        End(turn, index, RecordedEvents.Failed, because);
        FenceRequest.Ended(turn, index, fence.Number, RequestStage.Failed, because, RuleId.F8,
            $"{FenceRefusal.PowerOffByHand(name)}; or mend its fence agent, then halo fence {name} --force");
    }

    private static void End(DomainTurn turn, int index, string stage, string comment)
    {
        var fence = turn.Host(index).Fence!;
        turn.Set(index, turn.Host(index) with { Fence = null, OpenIntent = null });
        Tell(turn, index, stage, comment, fence.Number, fence.Order);
    }

    private static void Tell(DomainTurn turn, int index, string stage, string comment, long number, FenceOrder order) =>
        turn.Note(RecordedEvents.OfFence(turn.NameOfHost(index), stage, number, order, comment));

    /// <summary>A fence is wanted where a managed group ran on the host, or waits for proof about it.</summary>
    private static bool IsWanted(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        return !host.IsConnected() && host.Off is null && (turn.IsAwaited(index) || F2Gain.Ran(turn, index));
    }

    private static void TellLoss(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        if (!host.WasConnected || host.LossIsTold || host.IsConnected())
        {
            return;
        }

        var window = F1Lost.Judge(turn, index);
        if (window.HasRunOut(turn.Now))
        {
            turn.Set(index, host with { LossIsTold = true });
            turn.Note(EventKind.Lost, turn.NameOfHost(index), window.Because);
        }
        else
        {
            turn.WakeAt(window.Until);
        }
    }

    private static void SetFence(DomainTurn turn, int index, FenceAttempt fence) =>
        turn.Set(index, turn.Host(index) with { Fence = fence });

    private static string Word(PowerAnswer answer) => answer switch
    {
        PowerAnswer.On => "ON",
        PowerAnswer.Off => "OFF, but the host has answered since",
        PowerAnswer.Done => "not told",
        PowerAnswer.Failed => "unknown",
    };
}
