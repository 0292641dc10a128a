using Halo.Engine.StateLog;

namespace Halo.Engine.State;

/// <summary>Whether HALO may act.</summary>
public enum OperatingMode
{
    /// <summary>It only watches and reports.</summary>
    Observe,

    /// <summary>It may act.</summary>
    Manage,
}

/// <summary>The engine's whole state. Immutable: everybody but the loop reads published instances of it.</summary>
public sealed record ClusterState
{
    /// <summary>Whether HALO may act.</summary>
    public required OperatingMode Mode { get; init; }

    /// <summary>HALO's version; a remote of another one cannot be used.</summary>
    public required string Version { get; init; }

    /// <summary>Random, new with every start of the manager; part of every operation's id.</summary>
    public required string RunId { get; init; }

    /// <summary>What concerns all domains: whether the manager itself is cut off, or was late (rules F1 and F6).</summary>
    public Reach Reach { get; init; } = new();

    /// <summary>Flags in the state log of objects that are not in the configuration any more, in one sentence each (rule K7).</summary>
    public ImmutableArray<string> Orphans { get; init; } = [];

    /// <summary>The failover domains; a list whose replacement costs little however many there are.</summary>
    public required ImmutableList<DomainState> Domains { get; init; }

    /// <summary>The state in which a manager starts: nothing is known (rule K1).</summary>
    public static ClusterState AtStart(ClusterConfig config, OperatingMode mode, string version, string runId) => new()
    {
        Mode = mode,
        Version = version,
        RunId = runId,
        Domains = [.. config.Domains.Select(DomainState.AtStart)],
    };

    /// <summary>The state in which a manager starts that has a state log: still nothing is known of where things run.</summary>
    public static ClusterState AtStart(
        ClusterConfig config, OperatingMode mode, string version, string runId, RecordedPast past) =>
        StartState.Of(AtStart(config, mode, version, runId), config, past);
}

/// <summary>The state of one failover domain. Positions are those of its <see cref="FailoverDomain"/>.</summary>
public sealed record DomainState
{
    /// <summary>The hosts.</summary>
    public required ImmutableArray<HostState> Hosts { get; init; }

    /// <summary>The groups.</summary>
    public required ImmutableArray<GroupState> Groups { get; init; }

    /// <summary>Every resource on every host, resource by resource.</summary>
    public required ImmutableArray<ResourceState> Resources { get; init; }

    /// <summary>How many operations were sent; the next one's id.</summary>
    public long OperationCount { get; init; }

    /// <summary>What administrators asked for: what is pending, and the latest that have ended.</summary>
    public ImmutableArray<RequestState> Requests { get; init; } = [];

    /// <summary>What this domain adds to the cluster's <see cref="Reach"/>.</summary>
    public Silence Silence { get; init; }

    /// <summary>What the engine wants and may not do, as of the last step.</summary>
    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>What groups that are not as they should be wait for, as of the last step.</summary>
    public ImmutableArray<Wait> Waits { get; init; } = [];

    /// <summary>What is kept of a resource on a host.</summary>
    public ResourceState this[int resource, int host] => Resources[(resource * Hosts.Length) + host];

    /// <summary>Nothing is known.</summary>
    public static DomainState AtStart(FailoverDomain domain) => new()
    {
        Hosts =
        [
            .. domain.Hosts.Select(h => new HostState { Paths = [.. h.Addresses.Select(_ => new PathState())] }),
        ],
        Groups = [.. domain.Groups.Select(_ => new GroupState())],
        Resources = [.. Enumerable.Repeat(new ResourceState(), domain.Resources.Length * domain.Hosts.Length)],
    };
}

/// <summary>All that the engine keeps of a group.</summary>
public sealed record GroupState
{
    /// <summary>Who took it out of HALO's management; null while it is managed.</summary>
    public Mark? Unmanaged { get; init; }

    /// <summary>Whether HALO may act on it.</summary>
    public bool Managed => Unmanaged is null;

    /// <summary>Why it is held like an unmanaged group: its definition changed (rule K7). Null otherwise.</summary>
    public string? Held { get; init; }

    /// <summary>Whether it was told that it is held.</summary>
    public bool HoldIsTold { get; init; }

    /// <summary>Whether HALO keeps its hands off it: it is unmanaged, or held.</summary>
    public bool IsHandsOff => Unmanaged is not null || Held is not null;

    /// <summary>Whether the state log has its definition (rule K7).</summary>
    public bool IsRecorded { get; init; }

    /// <summary>The move to another host that is going on; null while there is none.</summary>
    public Move? Move { get; init; }

    /// <summary>Its last move, where that did not come about, or not with all of the group; null when it did, or there was none.</summary>
    public FailedMove? FailedMove { get; init; }

    /// <summary>The host on which its root was last seen running; null if on none in this manager's life.</summary>
    public int? LastRanOn { get; init; }

    /// <summary>Why nobody touches the group (rule P9); null while there is no conflict.</summary>
    public string? Conflict { get; init; }
}

/// <summary>A graceful move of a group (rule P4).</summary>
/// <param name="From">Where it runs when the move begins.</param>
/// <param name="To">Where it shall run.</param>
/// <param name="Mark">Who wants it.</param>
public sealed record Move(int From, int To, Mark Mark);

/// <summary>A move that did not come about, or not with all of the group.</summary>
/// <param name="From">Where it ran when the move began.</param>
/// <param name="To">Where it should have run.</param>
/// <param name="Because">Why, as a clause.</param>
public sealed record FailedMove(int From, int To, string Because);
