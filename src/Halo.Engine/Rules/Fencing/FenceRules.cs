namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// All rules that a fence must keep, in the order in which they are told: first what could never be, then what is not yet, then what
/// is only now. That the manager is cut off (F6) explains why no partner answers (F5), and so it is told first. Safety: the same
/// judgement is made when a fence is wanted and again right before <c>off</c> (rule F8).
/// </summary>
internal static class FenceRules
{
    /// <summary>Why a host may not be fenced now; null when it may.</summary>
    public static FenceRefusal? WhyNot(DomainTurn turn, int host, FenceOrder order)
    {
        var window = F1Lost.Judge(turn, host);
        return order.IsAutomatic
            ? WhyNotAnyHow(turn, host, window)
                ?? F4OncePerReset.WhyNot(turn, host, order)
                ?? F6CutOff.WhyNot(turn, host)
                ?? F2Gain.WhyNot(turn, host)
                ?? F5Partner.WhyNot(turn, host, window)
                ?? F7OneAtATime.WhyNot(turn, host)
                ?? S1OneManager.WhyNoFence(turn)
                ?? A3ObserveMode.WhyNoFence(turn)
            : A1AskedFence.WhyNot(turn, host, order, window);
    }

    /// <summary>
    /// Hosts that would be fenced too if that were all that a group lacks: lost, and no rule of their own forbids it.
    /// </summary>
    public static ImmutableArray<int> OthersAllowed(DomainTurn turn, int host) =>
    [
        .. turn.AllHosts.Where(other => other != host && turn.Host(other).Off is null
            && (WhyNotAnyHow(turn, other, F1Lost.Judge(turn, other))
                ?? F4OncePerReset.WhyNot(turn, other, Automatic(turn, other))) is null),
    ];

    /// <summary>HALO's own order for a host: a new one, or one that an earlier life of the manager left open (rule F8).</summary>
    public static FenceOrder Automatic(DomainTurn turn, int host) =>
        turn.Host(host).OpenIntent is { } open
            ? open with { Mark = open.Mark with { By = Mark.Halo } }
            : new FenceOrder(new Mark(Mark.Halo, "", ""), Force: false);

    /// <summary>What forbids HALO to fence the host by itself, whatever would be gained.</summary>
    private static FenceRefusal? WhyNotAnyHow(DomainTurn turn, int host, LossWindow window) =>
        F0FenceAgent.WhyNot(turn, host)
        ?? F1Lost.WhyNot(turn, host, window)
        ?? F3Unmanaged.WhyNot(turn, host)
        ?? F2Gain.WhyNotKnown(turn, host);
}
