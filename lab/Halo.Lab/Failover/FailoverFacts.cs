using Halo.Lab.Watching;
using Halo.Protocol.Cli;

namespace Halo.Lab.Failover;

/// <summary>What was seen during a failover, before it is made a story.</summary>
internal sealed record FailoverFacts
{
    /// <summary>The host at fault.</summary>
    public required string Host { get; init; }

    /// <summary>When the fault was; <see cref="MonotonicClock"/>, as the mount.</summary>
    public required TimeSpan Fault { get; init; }

    /// <summary>When the target was mounted on the partner.</summary>
    public required TimeSpan Mounted { get; init; }

    /// <summary>The manager's events since the fault.</summary>
    public required IReadOnlyList<EventStatus> Events { get; init; }

    /// <summary>The programs that ran since then, on the whole machine.</summary>
    public required IReadOnlyList<ProgramRun> Programs { get; init; }

    /// <summary>The network namespace of the management host.</summary>
    public required string Management { get; init; }

    /// <summary>That of the partner.</summary>
    public required string Partner { get; init; }

    /// <summary>The manager's settings.</summary>
    public required DetectionSettings Settings { get; init; }

    /// <summary>When the manager first said that of the host; null if it never did.</summary>
    public TimeSpan? Find(string name, string? stage = null) => Events
        .Where(happened => Is(happened.Object, Host) && Is(happened.Event, name) && (stage is null || Is(happened.Fields.GetValueOrDefault("stage"), stage)))
        .Select(happened => (TimeSpan?)FailoverStory.MomentOf(happened))
        .FirstOrDefault();

    /// <summary>The programs on a host that began before the mount and have this in their command line.</summary>
    public IEnumerable<ProgramRun> RunsOn(string network, string part) => Programs.Where(run =>
        run.Began < Mounted && Is(run.Network, network) && run.Words.Any(word => word.Contains(part, StringComparison.Ordinal)));

    private static bool Is(string? text, string other) => string.Equals(text, other, StringComparison.Ordinal);
}
