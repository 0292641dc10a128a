using System.Text.Json.Serialization;

namespace Halo.Protocol.Cli;

/// <summary>The state of the cluster as the manager knows it: design §7.</summary>
public sealed record StatusAnswer
{
    /// <summary>HALO's version.</summary>
    public required string Version { get; init; }

    /// <summary><c>manage</c> or <c>observe</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Why the state log is not written at present; null while it is.</summary>
    public string? LogTrouble { get; init; }

    /// <summary>
    /// Why the manager takes itself for the one that is cut off, so that it fences nobody by itself (rule F6); null where it does not.
    /// </summary>
    public string? CutOff { get; init; }

    /// <summary>All hosts, in the order of the configuration.</summary>
    public required HostStatus[] Hosts { get; init; }

    /// <summary>All resources, group by group in the order of the configuration, parents before dependents.</summary>
    public required ResourceStatus[] Resources { get; init; }

    /// <summary>The groups that HALO does not touch because their definition changed (rule K7).</summary>
    public required HeldStatus[] Held { get; init; }

    /// <summary>The groups that an administrator took out of HALO's management.</summary>
    public required UnmanagedStatus[] Unmanaged { get; init; }

    /// <summary>Flags of objects that are not in the configuration any more, one sentence each (rule K7).</summary>
    public required string[] Orphans { get; init; }

    /// <summary>What HALO wanted to do and a rule forbids.</summary>
    public required RefusalStatus[] Refusals { get; init; }

    /// <summary>For every group that is not as it should be, what it waits for.</summary>
    public required WaitStatus[] WaitsFor { get; init; }

    /// <summary>The latest events, oldest first.</summary>
    public required EventStatus[] Events { get; init; }
}

/// <summary>A host.</summary>
public sealed record HostStatus
{
    /// <summary>The host's id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether HALO talks to the host's remote.</summary>
    public required bool Connected { get; init; }

    /// <summary>Whether HALO may run groups here.</summary>
    public required bool Active { get; init; }

    /// <summary>Whether it was fenced, or its fence was begun, and nobody has reset it since.</summary>
    public required bool Fenced { get; init; }

    /// <summary>Whether its last fence failed: it is not known to be off.</summary>
    public bool FenceFailed { get; init; }

    /// <summary>How far the fence is that is going on; null where there is none.</summary>
    public FenceProgress? Fencing { get; init; }

    /// <summary><c>on</c>, <c>off</c> or <c>unknown</c>.</summary>
    public required string Power { get; init; }

    /// <summary>Why the host is not as it should be, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The host's addresses.</summary>
    public required PathStatus[] Paths { get; init; }
}

/// <summary>How far a fence is.</summary>
public enum FenceProgress
{
    /// <summary>Its intent is being written to the state log.</summary>
    [JsonStringEnumMemberName("announced")]
    Announced,

    /// <summary>The fence agent was told to power the host off.</summary>
    [JsonStringEnumMemberName("powering_off")]
    PoweringOff,

    /// <summary>The fence agent is asked until it says that the host is off.</summary>
    [JsonStringEnumMemberName("verifying")]
    Verifying,
}

/// <summary>One address of a host.</summary>
public sealed record PathStatus
{
    /// <summary>The address as the configuration has it.</summary>
    public required string Address { get; init; }

    /// <summary>Whether the remote answers on it.</summary>
    public required bool Up { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Comment { get; init; }
}

/// <summary>A resource.</summary>
public sealed record ResourceStatus
{
    /// <summary>The resource's name.</summary>
    public required string Id { get; init; }

    /// <summary><c>PROVIDER/TYPE</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The group; of a shared resource, the first that has it.</summary>
    public required string Group { get; init; }

    /// <summary>Whether HALO may act on it.</summary>
    public required bool Managed { get; init; }

    /// <summary>Where it normally runs.</summary>
    public required string HomeHost { get; init; }

    /// <summary>Where else it may run.</summary>
    public required string[] FailoverHosts { get; init; }

    /// <summary><c>Running</c>, <c>Running (Failed Over)</c>, <c>Stopped</c>, <c>Unknown</c> or <c>Error</c>.</summary>
    public required string State { get; init; }

    /// <summary>The hosts on which it runs.</summary>
    public required string[] RunningOn { get; init; }

    /// <summary>Why the state is not normal, or what is being done about it; null where there is nothing to say.</summary>
    public string? Comment { get; init; }

    /// <summary>What is known of it on each host where it may run.</summary>
    public required SortedDictionary<string, ResourceOnHostStatus> Status { get; init; }
}

/// <summary>What is known of a resource on one host.</summary>
public sealed record ResourceOnHostStatus
{
    /// <summary><c>Running</c>, <c>Stopped</c>, <c>Unknown</c> or <c>Error</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Comment { get; init; }
}

/// <summary>A group that HALO does not touch because its definition changed.</summary>
public sealed record HeldStatus
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>What changed.</summary>
    public required string Because { get; init; }
}

/// <summary>A group on which HALO does not act, because an administrator said so.</summary>
public sealed record UnmanagedStatus
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Who said so, when, and why, as far as that is known: <c>by root, 2026-04-15 15:40, "new disks"</c>.</summary>
    public required string Because { get; init; }
}

/// <summary>A wanted action that a rule forbids.</summary>
public sealed record RefusalStatus
{
    /// <summary>The host or group.</summary>
    public required string Object { get; init; }

    /// <summary>What HALO wanted to do.</summary>
    public required string Wanted { get; init; }

    /// <summary>The rule that forbids it.</summary>
    public required string Rule { get; init; }

    /// <summary>The facts.</summary>
    public required string Because { get; init; }
}

/// <summary>What an object that is not as it should be waits for.</summary>
public sealed record WaitStatus
{
    /// <summary>The group or host.</summary>
    public required string Object { get; init; }

    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The facts.</summary>
    public required string Because { get; init; }

    /// <summary>What ends the wait.</summary>
    public required string WayOut { get; init; }
}

/// <summary>Something that happened.</summary>
public sealed record EventStatus
{
    /// <summary>When: UTC, ISO 8601, microseconds.</summary>
    public required string Timestamp { get; init; }

    /// <summary>What: a word such as <c>start</c>.</summary>
    public required string Event { get; init; }

    /// <summary>To what.</summary>
    public required string Object { get; init; }

    /// <summary>Who: <c>halo</c> or an administrator.</summary>
    public required string By { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Further facts, such as <c>stage</c> of a fence: <c>intent</c>, <c>done</c>, <c>failed</c> or <c>abandoned</c>.</summary>
    public required SortedDictionary<string, string> Fields { get; init; }
}
