namespace Halo.Engine.Rules.Fencing;

/// <summary>Rule F7: one host of a failover domain is fenced at a time. Safety: the host that shall take over is not the next one to be shot.</summary>
internal static class F7OneAtATime
{
    public static FenceRefusal? WhyNot(DomainTurn turn, int host)
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
}
