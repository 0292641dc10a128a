namespace Halo.Engine.StateLog;

/// <summary>
/// What the state log says that a manager must know when it starts: what administrators said, which fences were begun, what
/// failed, and how groups were defined. Never where anything runs: that is learned from the hosts.
/// </summary>
public sealed record RecordedPast
{
    /// <summary>The past of a manager without a state log.</summary>
    public static RecordedPast Nothing { get; } = new();

    /// <summary>What is on record of hosts, by their ids.</summary>
    public ImmutableSortedDictionary<string, HostPast> Hosts { get; init; } = Empty<HostPast>();

    /// <summary>What is on record of groups, by their ids.</summary>
    public ImmutableSortedDictionary<string, GroupPast> Groups { get; init; } = Empty<GroupPast>();

    /// <summary>What failed, sorted by resource and host.</summary>
    public ImmutableArray<ResourcePast> Resources { get; init; } = [];

    /// <summary>Lines that could not be read, in one sentence each; of very many, only the first.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    private static ImmutableSortedDictionary<string, T> Empty<T>() =>
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

/// <summary>What is on record of a host.</summary>
public sealed record HostPast
{
    /// <summary>Who deactivated it; null while HALO may run groups there.</summary>
    public Mark? Deactivated { get; init; }

    /// <summary>Who fenced it, or tried to, while nobody has reset it since.</summary>
    public Mark? Fenced { get; init; }

    /// <summary>An intent to fence it that has no outcome.</summary>
    public FenceOrder? OpenIntent { get; init; }

    /// <summary>The highest number of an attempt to fence it; 0 if there never was one.</summary>
    public long LastAttempt { get; init; }

    /// <summary>Why the last attempt to fence it failed; null when it did not.</summary>
    public string? FenceTrouble { get; init; }
}

/// <summary>What is on record of a group.</summary>
public sealed record GroupPast
{
    /// <summary>Who took it out of HALO's management; null while it is managed.</summary>
    public Mark? Unmanaged { get; init; }

    /// <summary>
    /// How it was defined, in the order of the lines (rule K7): as it was last accepted, if it ever was, and as it was found and held since.
    /// </summary>
    public ImmutableArray<PastDefinition> Definitions { get; init; } = [];

    /// <summary>The definition with which HALO last acted on the group; null if it never did.</summary>
    public PastDefinition? Accepted => Definitions is [{ Held: null } first, ..] ? first : null;
}

/// <summary>How a group was defined when a manager wrote it down.</summary>
/// <param name="Definition">Its hosts and resources.</param>
/// <param name="Line">The number of the line that says so.</param>
/// <param name="Held">Why it was held then; null where it was not.</param>
public sealed record PastDefinition(RecordedDefinition Definition, long Line, string? Held);

/// <summary>What is on record of a resource on a host.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Host">The host.</param>
/// <param name="Failure">What failed there, until the administrator has it forgotten (rule P8); null otherwise.</param>
/// <param name="At">When it failed, for people.</param>
/// <param name="Tainted">Whether no stop has succeeded there since, so that 7 proves nothing (rule K6).</param>
public sealed record ResourcePast(string Resource, string Host, Failure? Failure, string At, bool Tainted);
