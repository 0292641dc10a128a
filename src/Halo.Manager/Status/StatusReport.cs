using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Engine.StateLog;
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
        Hosts = [.. snapshot.Config.Hosts.Select(host => Host(snapshot, host))],
        Resources = [.. snapshot.Config.Groups.SelectMany(group => Members(snapshot, group))],
        Refusals = [.. snapshot.State.Domains.SelectMany(domain => domain.Refusals).Select(Refusal)],
        WaitsFor = [.. snapshot.State.Domains.SelectMany(domain => domain.Waits).Select(Wait)],
        Events = [.. snapshot.History.Lines.Select(Event)],
    };

    private static HostStatus Host(ClusterSnapshot snapshot, HostRef reference)
    {
        var config = snapshot.Config[reference];
        var host = snapshot.State.Domains[reference.Domain].Hosts[reference.Host];
        return new HostStatus
        {
            Id = config.Id,
            Connected = host.IsConnected(),
            Active = host.Active,
            Fenced = false,
            Power = "unknown",
            Comment = Comment(host, config),
            Paths =
            [
                .. host.Paths.Select((path, i) => new PathStatus
                {
                    Address = config.Addresses[i],
                    Up = path.Answer == PathAnswer.Answered,
                    Comment = path.Trouble(config.Addresses[i]),
                }),
            ],
        };
    }

    private static string? Comment(HostState host, HostConfig config)
    {
        if (!host.IsConnected())
        {
            return host.WhyNotConnected(config);
        }

        return host.Session.Stage == SessionStage.Refused ? host.Session.Why : null;
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

    private static EventStatus Event(LogLine line) => new()
    {
        Timestamp = line.Timestamp,
        Event = line.Event,
        Object = line.Object,
        By = line[LogLine.ByField] ?? Mark.Halo,
        Comment = line.Comment.Length > 0 ? line.Comment : null,
    };
}
