namespace Halo.Protocol.Cli;

/// <summary>The manager's interface on the CLI's unix socket (HTTP/1.1; bodies are JSON).</summary>
public static class ManagerRoutes
{
    /// <summary>GET: the whole state, as <see cref="StatusAnswer"/>.</summary>
    public const string Status = "/status";
}

/// <summary>The state of the cluster as the manager knows it: design §7.</summary>
public sealed record StatusAnswer
{
    /// <summary>HALO's version.</summary>
    public required string Version { get; init; }

    /// <summary><c>manage</c> or <c>observe</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Why the state log is not written at present; null while it is.</summary>
    public string? LogTrouble { get; init; }

    /// <summary>All hosts, in the order of the configuration.</summary>
    public required HostStatus[] Hosts { get; init; }

    /// <summary>All resources, group by group in the order of the configuration, parents before dependents.</summary>
    public required ResourceStatus[] Resources { get; init; }

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

    /// <summary>Whether it was fenced and nobody has reset it since.</summary>
    public required bool Fenced { get; init; }

    /// <summary><c>on</c>, <c>off</c> or <c>unknown</c>.</summary>
    public required string Power { get; init; }

    /// <summary>Why the host is not as it should be, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The host's addresses.</summary>
    public required PathStatus[] Paths { get; init; }
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
}
