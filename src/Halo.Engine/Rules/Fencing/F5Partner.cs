namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// Rule F5: a host is fenced only when another one can take over. Safety: the other must have answered something that was sent after the
/// lost host's window ran out, so that a manager which is losing all hosts one after the other shoots none of them.
/// </summary>
internal static class F5Partner
{
    /// <summary>Why nobody can take over; it may pass with the answer to a probe that is on its way.</summary>
    public static FenceRefusal? WhyNot(DomainTurn turn, int host, LossWindow window)
    {
        var since = LostSince(turn, host, window);
        var gains = F2Gain.WouldStart(turn, host).ToImmutableArray();
        if (gains.IsEmpty)
        {
            return IsIdle(turn, host) && Partners(turn, host).Any(partner => HasAnswered(turn, partner, since))
                ? null
                : Refusal(turn, host, $"with {turn.NameOfHost(host)} off no managed group could start: {WhyNothingStarts(turn, host)}");
        }

        if (gains.Any(gain => HasAnswered(turn, gain.Target, since)))
        {
            return null;
        }

        foreach (var target in gains.Select(gain => gain.Target).Distinct())
        {
            HostTurn.ProbeOnce(turn, target, since, new Reason(RuleId.F5, $"{turn.NameOfHost(host)} is lost"));
        }

        return Refusal(turn, host, $"{turn.NameOfHost(gains[0].Target)} has not answered since {turn.NameOfHost(host)} was lost") with
        {
            IsPassing = true,
        };
    }

    private static FenceRefusal Refusal(DomainTurn turn, int host, string because) => new(RuleId.F5, because,
        $"bring back or activate a host that may run its groups, or halo fence {turn.NameOfHost(host)} --force");

    /// <summary>
    /// When the last window ran out of the host's and of those whose fences are taken for granted in what this one gains: an idle host that
    /// was lost long ago is no reason to believe an older answer.
    /// </summary>
    private static Instant LostSince(DomainTurn turn, int host, LossWindow window) => FenceRules.OthersAllowed(turn, host)
        .Select(other => F1Lost.Judge(turn, other).Until)
        .Append(window.HasRunOut(turn.Now) ? window.Until : new Instant(-1))
        .Max();

    /// <summary>Whether nothing runs there: an administrator's fence of such a host gains nothing and harms nothing.</summary>
    private static bool IsIdle(DomainTurn turn, int host) => !F2Gain.Ran(turn, host);

    private static IEnumerable<int> Partners(DomainTurn turn, int host) => turn.AllHosts.Where(other => other != host
        && turn.Host(other).Active
        && (turn.Domain.Groups.All(group => !group.MayRunOn(host))
            || turn.Domain.Groups.Any(group => group.MayRunOn(host) && group.MayRunOn(other))));

    private static bool HasAnswered(DomainTurn turn, int host, Instant since) =>
        turn.Host(host).CanBeAsked() && turn.Host(host).AnsweredAt() is { } answered && answered > since;

    private static string WhyNothingStarts(DomainTurn turn, int host)
    {
        if (!Partners(turn, host).Any(partner => turn.CanDrive(partner)))
        {
            return "no other host that may run its groups is active and answers";
        }

        var off = turn.Imagine();
        K4PowerOff.Assume(off, host, turn.Now);
        foreach (var group in F2Gain.ManagedGroupsOf(turn, host))
        {
            if (StartPlan.Of(off, group).WhyNot(off) is { } whyNot)
            {
                return whyNot;
            }
        }

        return "no managed group needs it";
    }
}
