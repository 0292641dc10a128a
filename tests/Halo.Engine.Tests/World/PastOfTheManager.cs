namespace Halo.Engine.Tests.World;

/// <summary>
/// What a manager that is started again knows of the past: flags, attempts to fence, failures and definitions, never where
/// things run. They are carried over by hand here, where the real manager replays its state log.
/// </summary>
internal static class PastOfTheManager
{
    public static ClusterState CarryInto(ClusterState blank, ClusterState before) => blank with
    {
        Domains = [.. blank.Domains.Select((domain, index) => Carry(domain, before.Domains[index]))],
    };

    private static DomainState Carry(DomainState blank, DomainState before) => blank with
    {
        Hosts = [.. blank.Hosts.Select((host, i) => Carry(host, before.Hosts[i]))],
        Groups = [.. blank.Groups.Select((group, i) => group with
        {
            Unmanaged = before.Groups[i].Unmanaged,
            Held = before.Groups[i].Held,
            IsRecorded = before.Groups[i].IsRecorded,
        })],
        Resources = [.. blank.Resources.Select((resource, i) => resource with
        {
            Failure = before.Resources[i].Failure,
            Tainted = before.Resources[i] is { Failure: not null, Tainted: true },
        })],
    };

    /// <summary>A fence that was going on is an intent without an outcome; what stands in the log is the intent alone.</summary>
    private static HostState Carry(HostState blank, HostState before) => blank with
    {
        Deactivated = before.Deactivated,
        Fenced = before.Fence is null or { Stage: FenceStage.Announced } ? before.Fenced : null,
        OpenIntent = before.Fence?.Order ?? before.OpenIntent,
        LastAttempt = before.LastAttempt,
        FenceTrouble = before.FenceTrouble,
    };
}
