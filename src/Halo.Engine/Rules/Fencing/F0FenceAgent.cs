namespace Halo.Engine.Rules.Fencing;

/// <summary>Rule F0: only a host with a fence agent can be fenced. Safety: what cannot be verified off is never taken for dead.</summary>
public static class F0FenceAgent
{
    /// <summary>
    /// What is to be told before anything is lost, as a clause: groups that could run elsewhere could not leave this host if it died. Null
    /// where it has a fence agent, or nothing that could leave it.
    /// </summary>
    public static string? CannotFailOver(FailoverDomain domain, int host)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return domain.Hosts[host].FenceAgent is null && domain.HasGroupsToFailOver(host)
            ? "cannot fail over: it has no fence agent"
            : null;
    }

    internal static FenceRefusal? WhyNot(DomainTurn turn, int host) => turn.Domain.Hosts[host].FenceAgent is not null
        ? null
        : new FenceRefusal(RuleId.F0, $"{turn.NameOfHost(host)} has no fence agent",
            $"{turn.Host(host).WayBack(turn.NameOfHost(host))}, or give it a fence_agent and restart the manager");
}
