using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.State;
using Halo.Manager.Events;
using Halo.Manager.Loop;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Manager.Status;

/// <summary>A snapshot in the words of the CLI.</summary>
internal static class StatusReport
{
    /// <summary>The whole cluster.</summary>
    public static StatusAnswer Of(ClusterSnapshot snapshot) => new()
    {
        Version = HaloVersion.Text,
        Mode = snapshot.State.Mode == OperatingMode.Manage ? "manage" : "observe",
        LogTrouble = snapshot.LogTrouble,
        CutOff = CutOff(snapshot.State.Reach),
        Hosts = [.. snapshot.Config.Hosts.Select(host => HostReport.Of(snapshot, host))],
        Resources = [.. snapshot.Config.Groups.SelectMany(group => Members(snapshot, group))],
        Held = [.. snapshot.Config.Groups.SelectMany(group => Held(snapshot, group))],
        Unmanaged = [.. snapshot.Config.Groups.SelectMany(group => Unmanaged(snapshot, group))],
        Orphans = [.. snapshot.State.Orphans],
        Refusals = [.. snapshot.State.Domains.SelectMany(domain => domain.Refusals).Select(Refusal)],
        WaitsFor = [.. snapshot.State.Domains.SelectMany(domain => domain.Waits).Select(Wait)],
        Events = [.. snapshot.History.Events.Select(EventReport.Of)],
    };

    private static string? CutOff(Reach reach) => reach.IsCutOff
        ? $"{reach.Silence.Silent} of {reach.Silence.Known} hosts are silent at once"
        : null;

    private static IEnumerable<HeldStatus> Held(ClusterSnapshot snapshot, GroupRef reference)
    {
        if (snapshot.State.Domains[reference.Domain].Groups[reference.Group].Held is { } because)
        {
            yield return new HeldStatus { Group = snapshot.Config[reference].Id, Because = because };
        }
    }

    private static IEnumerable<UnmanagedStatus> Unmanaged(ClusterSnapshot snapshot, GroupRef reference)
    {
        if (snapshot.State.Domains[reference.Domain].Groups[reference.Group].Unmanaged is { } mark)
        {
            yield return new UnmanagedStatus { Group = snapshot.Config[reference].Id, Because = mark.ToString() };
        }
    }

    /// <summary>A group's resources; a shared one is shown with the first group that has it.</summary>
    private static IEnumerable<ResourceStatus> Members(ClusterSnapshot snapshot, GroupRef reference)
    {
        var domain = snapshot.Config.Domains[reference.Domain];
        var group = domain.Groups[reference.Group];
        return group.Members
            .Where(member => domain.GroupsOfResource[member][0] == reference.Group)
            .Select(member => Resource(domain, snapshot.State.Domains[reference.Domain], group, member));
    }

    private static ResourceStatus Resource(FailoverDomain domain, DomainState state, GroupConfig group, int member)
    {
        var groups = domain.GroupsOfResource[member];
        int[] hosts = [.. groups.SelectMany(g => domain.Groups[g].Hosts).Distinct()];
        var verdict = ResourceVerdict.Of(domain, state, member, hosts);
        return new ResourceStatus
        {
            Id = domain.Resources[member].Id,
            Kind = domain.Resources[member].Kind.ToString(),
            Group = group.Id,
            Managed = groups.All(g => state.Groups[g].Managed),
            HomeHost = domain.Hosts[group.HomeHost].Id,
            FailoverHosts = [.. group.Hosts.Skip(1).Select(host => domain.Hosts[host].Id)],
            State = verdict.State,
            RunningOn = [.. hosts.Where(host => state[member, host].IsRunning).Select(host => domain.Hosts[host].Id)],
            Comment = verdict.Comment,
            Status = new SortedDictionary<string, ResourceOnHostStatus>(
                hosts.ToDictionary(host => domain.Hosts[host].Id, host => OnHost(domain, state, member, host), StringComparer.Ordinal),
                StringComparer.Ordinal),
        };
    }

    private static ResourceOnHostStatus OnHost(FailoverDomain domain, DomainState state, int member, int host) => new()
    {
        Status = state[member, host].Knowledge.Kind.ToString(),
        Comment = ResourceVerdict.CommentOf(domain, state, member, host),
    };

    private static RefusalStatus Refusal(Refusal refusal) => new()
    {
        Object = refusal.Object,
        Wanted = refusal.Wanted,
        Rule = refusal.Reason.Rule.ToString(),
        Because = refusal.Reason.Because,
    };

    private static WaitStatus Wait(Wait wait) => new()
    {
        Object = wait.Object,
        Rule = wait.Reason.Rule.ToString(),
        Because = wait.Reason.Because,
        WayOut = wait.WayOut,
    };
}
