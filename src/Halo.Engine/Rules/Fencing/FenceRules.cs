namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// All rules that a fence must keep, in the order in which they are told: first what could never be, then what is not yet, then what
/// is only now. That the manager is cut off (F6) explains why no partner answers (F5), and so it is told first. Safety: the same judgement is made when a fence is wanted and again right before <c>off</c> (rule F8).
/// </summary>
internal static class FenceRules
{
    /// <summary>Why a host may not be fenced now; null when it may.</summary>
    public static FenceRefusal? WhyNot(DomainTurn turn, int host, FenceOrder order)
    {
        var window = F1Lost.Judge(turn, host);
        return order.IsAutomatic
            ? F0(turn, host) ?? F1(turn, host, window) ?? F3(turn, host) ?? F2Known(turn, host) ?? F4(turn, host, order)
                ?? F6(turn, host) ?? F2(turn, host) ?? F5(turn, host, window) ?? F7(turn, host) ?? S1(turn) ?? A3(turn)
            : A3(turn) ?? F0(turn, host) ?? (order.Force ? null : F4(turn, host, order) ?? F5(turn, host, window)) ?? F7(turn, host)
                ?? S1(turn);
    }

    /// <summary>
    /// Hosts that would be fenced too if that were all that a group lacks: lost, and no rule of their own forbids it.
    /// </summary>
    public static ImmutableArray<int> OthersAllowed(DomainTurn turn, int host) =>
    [
        .. turn.AllHosts.Where(other => other != host && turn.Host(other).Off is null
            && (F0(turn, other) ?? F1(turn, other, F1Lost.Judge(turn, other)) ?? F3(turn, other)
                ?? F4(turn, other, Automatic(turn, other)) ?? F2Known(turn, other)) is null),
    ];

    /// <summary>HALO's own order for a host: a new one, or one that an earlier life of the manager left open (rule F8).</summary>
    public static FenceOrder Automatic(DomainTurn turn, int host) =>
        turn.Host(host).OpenIntent is { } open
            ? open with { Mark = open.Mark with { By = Mark.Halo } }
            : new FenceOrder(new Mark(Mark.Halo, "", ""), Force: false);

    private static FenceRefusal? F0(DomainTurn turn, int host) => turn.Domain.Hosts[host].FenceAgent is not null
        ? null
        : new FenceRefusal(RuleId.F0, $"{turn.NameOfHost(host)} has no fence agent",
            $"bring {turn.NameOfHost(host)} back, or give it a fence_agent and restart the manager");

    private static FenceRefusal? F1(DomainTurn turn, int host, LossWindow window)
    {
        if (window.HasRunOut(turn.Now))
        {
            return null;
        }

        turn.WakeAt(window.Until);
        var name = turn.NameOfHost(host);
        return window.Until == Instant.Never
            ? new FenceRefusal(RuleId.F1, $"{name} is not lost: {window.Because}", $"bring {name} back, or halo fence {name}")
            : new FenceRefusal(RuleId.F1,
                $"{name} is not lost yet: {window.Because}, and that counts after {(window.Until - window.From).TotalSeconds} s",
                "HALO goes on when it is lost or answers");
    }

    /// <summary>The half of rule F2 that says whether HALO knows the host at all.</summary>
    private static FenceRefusal? F2Known(DomainTurn turn, int host) =>
        turn.Host(host).WasConnected || turn.Host(host).OpenIntent is not null
            ? null
            : new FenceRefusal(RuleId.F2, $"{turn.NameOfHost(host)} has not been connected since the manager started",
                $"bring {turn.NameOfHost(host)} back, power it off by hand, or halo fence {turn.NameOfHost(host)}");

    private static FenceRefusal? F2(DomainTurn turn, int host) => F2Gain.Ran(turn, host) || F2Gain.IsLacking(turn, host)
        ? null
        : new FenceRefusal(RuleId.F2, $"no managed group ran on {turn.NameOfHost(host)}, and none lacks only its proof",
            $"bring {turn.NameOfHost(host)} back");

    private static FenceRefusal? F3(DomainTurn turn, int host) => F3Unmanaged.Find(turn, host) is { } protects
        ? new FenceRefusal(RuleId.F3, protects.Because, $"halo manage {protects.Group}, or halo fence {turn.NameOfHost(host)}")
        : null;

    private static FenceRefusal? F4(DomainTurn turn, int host, FenceOrder order)
    {
        var (state, name) = (turn.Host(host), turn.NameOfHost(host));
        if (state.OpenIntent is not null && order.IsAutomatic)
        {
            // The same attempt, which an earlier life of the manager began (rule F8).
            return null;
        }

        var wayOut = $"power {name} off by hand (HALO will see it), or halo fence {name} --force";
        if (state.Fenced is { } fenced)
        {
            var failed = state.FenceTrouble is { } trouble ? $" and that failed ({trouble})" : "";
            return new FenceRefusal(RuleId.F4, $"{name} was fenced ({fenced}){failed} and has not been reset since", wayOut);
        }

        return state.ConnectedSinceReset || !order.IsAutomatic
            ? null
            : new FenceRefusal(RuleId.F4, $"{name} has not been connected since it was reset", wayOut);
    }

    private static FenceRefusal? F5(DomainTurn turn, int host, LossWindow window) =>
        F5Partner.WhyNot(turn, host, window) is { } nobody
            ? new FenceRefusal(RuleId.F5, nobody.Because,
                $"bring back or activate a host that may run its groups, or halo fence {turn.NameOfHost(host)} --force")
            {
                IsPassing = nobody.IsPassing,
            }
            : null;

    private static FenceRefusal? F6(DomainTurn turn, int host) => turn.Reach.IsCutOff
        ? new FenceRefusal(RuleId.F6, F6CutOff.Say(turn.Reach), $"mend the manager's network, or halo fence {turn.NameOfHost(host)}")
        : null;

    private static FenceRefusal? F7(DomainTurn turn, int host)
    {
        foreach (var other in turn.AllHosts)
        {
            if (other != host && turn.Host(other).Fence is not null)
            {
                return new FenceRefusal(RuleId.F7, $"{turn.NameOfHost(other)} is being fenced", "HALO goes on when that has ended")
                {
                    IsPassing = true,
                };
            }
        }

        return null;
    }

    private static FenceRefusal? S1(DomainTurn turn) => S1OneManager.Find(turn) is { } other
        ? new FenceRefusal(other.Rule, other.Because, S1OneManager.WayOut)
        : null;

    private static FenceRefusal? A3(DomainTurn turn) => turn.Mode == OperatingMode.Observe
        ? new FenceRefusal(RuleId.A3, "HALO is in observe mode", A3ObserveMode.WayOut)
        : null;
}

/// <summary>Why a host may not be fenced, and what ends that.</summary>
internal sealed record FenceRefusal(RuleId Rule, string Because, string WayOut)
{
    public Reason Reason => new(Rule, Because);

    /// <summary>Whether it soon ends by itself: an administrator's request waits for that.</summary>
    public bool IsPassing { get; init; }
}
