namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// Rule F4: a host is fenced once, until an administrator resets it. Safety: a failed attempt counts as well, and a host that is just
/// being brought back, by a reset or by its power, is not shot while it boots.
/// </summary>
internal static class F4OncePerReset
{
    public static FenceRefusal? WhyNot(DomainTurn turn, int host, FenceOrder order)
    {
        var (state, name) = (turn.Host(host), turn.NameOfHost(host));
        if (state.OpenIntent is not null && order.IsAutomatic)
        {
            // The same attempt, which an earlier life of the manager began (rule F8).
            return null;
        }

        var wayOut = state switch
        {
            { Off: not null } => $"it is verified off already; halo reset {name} when it is healthy",
            { Power.Answer: PowerAnswer.Failed } =>
                $"power {name} off by hand and mend its fence agent (HALO goes on when that says OFF), or halo fence {name} --force",
            _ => $"{FenceRefusal.PowerOffByHand(name)}, or halo fence {name} --force",
        };
        if (state.Fenced is { } fenced)
        {
            var failed = state.FenceTrouble is { } trouble ? $" and that failed ({trouble})" : "";
            return new FenceRefusal(RuleId.F4, $"{name} was fenced ({fenced}){failed} and has not been reset since", wayOut);
        }

        return state.HasComeBack || !order.IsAutomatic
            ? null
            : new FenceRefusal(RuleId.F4, $"{name} has not been connected since it was reset or powered on",
                state.Off is null ? $"HALO goes on when {name} answers; or {wayOut}" : wayOut);
    }
}
