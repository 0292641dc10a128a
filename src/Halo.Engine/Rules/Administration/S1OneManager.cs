namespace Halo.Engine.Rules.Administration;

/// <summary>
/// Rule S1: one manager drives a failover domain. Safety: two managers that each see half of a pair would both find their half
/// proven; while any host of the domain is in another's session, nothing is started, stopped or fenced there.
/// </summary>
internal static class S1OneManager
{
    /// <summary>What ends it.</summary>
    public const string WayOut = "stop one of the two managers";

    /// <summary>Who else drives the domain; null when nobody does.</summary>
    public static Reason? Find(DomainTurn turn)
    {
        foreach (var host in turn.AllHosts)
        {
            if (turn.Host(host) is { Session.OtherManager: { } other } state && state.IsConnected())
            {
                return new Reason(RuleId.S1, $"{turn.NameOfHost(host)} is driven by another manager, {other}");
            }
        }

        return null;
    }

    /// <summary>
    /// Why what is stopped on a connected host is no proof, as a clause: outside this manager's session another one may start it there at any
    /// moment. Null where it is.
    /// </summary>
    public static string? WhyNoProof(DomainTurn turn, int host) =>
        turn.Mode == OperatingMode.Manage && turn.Host(host) is { Session.Stage: not SessionStage.Open } state && state.IsConnected()
            ? P3Target.WhyNotDriven(turn, host)
            : null;

    /// <summary>
    /// Whether a manager that stood still may have lost its sessions to another one, which may have moved things and be gone by now. Half of
    /// a session's lifetime, because a ping may have been about to be sent.
    /// </summary>
    public static bool MayHaveLostSessions(TimeSpan stoodStill) => stoodStill >= K3LostHosts.SessionLifetime / 2;

    public static FenceRefusal? WhyNoFence(DomainTurn turn) =>
        Find(turn) is { } other ? new FenceRefusal(other.Rule, other.Because, WayOut) : null;
}
