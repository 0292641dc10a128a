namespace Halo.Simulator.ManagerProcess;

/// <summary>A state log without an encoding: it keeps the events themselves and replays what design §8 names.</summary>
internal sealed class MemoryLog : ISimulatedLog
{
    private readonly List<ClusterEvent> _events = [];

    public void Append(IReadOnlyList<ClusterEvent> events, long now) => _events.AddRange(events);

    public void Tear(IReadOnlyList<ClusterEvent> events, long now) => _events.AddRange(events.Take(events.Count - 1));

    public ClusterState Replay(ClusterConfig config, OperatingMode mode, string version, string run)
    {
        var state = ClusterState.AtStart(config, mode, version, run);
        return state with { Domains = [.. config.Domains.Select(domain => Replay(domain, state.Domains[domain.Index]))] };
    }

    private DomainState Replay(FailoverDomain domain, DomainState blank) => blank with
    {
        Hosts = [.. domain.Hosts.Select((host, i) => _events.Where(e => e.Object == host.Id).Aggregate(blank.Hosts[i], Apply))],
        Groups = [.. domain.Groups.Select((group, i) => _events.Where(e => e.Object == group.Id).Aggregate(blank.Groups[i], Apply))],
        Resources = [.. blank.Resources.Select((resource, i) => _events.Aggregate(resource, (state, e) =>
            Apply(domain, domain.Resources[i / domain.Hosts.Length].Id, domain.Hosts[i % domain.Hosts.Length].Id, state, e)))],
    };

    private static HostState Apply(HostState host, ClusterEvent happened)
    {
        var mark = new Mark(happened.By, "", happened.Comment);
        return happened.Kind switch
        {
            EventKind.Deactivate => host with { Deactivated = mark },
            EventKind.Activate => host with { Deactivated = null },
            EventKind.Reset => host with { Fenced = null, OpenIntent = null, FenceTrouble = null },
            EventKind.Fence => ApplyFence(host, happened, mark),
            _ => host,
        };
    }

    private static HostState ApplyFence(HostState host, ClusterEvent happened, Mark mark)
    {
        var attempt = long.Parse(happened[EventField.Attempt]!, System.Globalization.CultureInfo.InvariantCulture);
        var next = host with { LastAttempt = Math.Max(host.LastAttempt, attempt) };
        return happened[EventField.Stage] switch
        {
            "intent" => next with { OpenIntent = new FenceOrder(mark, happened[EventField.Force] is not null) },
            "done" => next with { OpenIntent = null, Fenced = mark, FenceTrouble = null },
            "failed" => next with { OpenIntent = null, Fenced = mark, FenceTrouble = happened.Comment },
            _ => next with { OpenIntent = null },
        };
    }

    private static GroupState Apply(GroupState group, ClusterEvent happened) => happened.Kind switch
    {
        EventKind.Unmanage => group with { Unmanaged = new Mark(happened.By, "", happened.Comment) },
        EventKind.Manage => group with { Unmanaged = null },
        EventKind.Group => group with { IsRecorded = true },
        _ => group,
    };

    private static ResourceState Apply(FailoverDomain domain, string resource, string host, ResourceState state, ClusterEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Failed when happened.Object == resource && happened[EventField.Host] == host:
                var kind = happened[EventField.Operation] == "stop" ? OperationKind.Stop : OperationKind.Start;
                return state with { Failure = new Failure(kind, happened.Comment), Tainted = true };
            case EventKind.Stopped when happened.Object == resource && happened.Comment == $"on {host}":
            case EventKind.Fence when happened.Object == host && happened[EventField.Stage] == "done":
                return state with { Tainted = false };
            case EventKind.Cleanup when happened.Object == resource:
            case EventKind.Manage when domain.Groups.Any(group => group.Id == happened.Object
                && group.Members.Any(member => domain.Resources[member].Id == resource)):
                return state with { Failure = null };
            default:
                return state;
        }
    }
}
