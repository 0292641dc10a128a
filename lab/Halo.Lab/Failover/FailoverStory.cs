using System.Globalization;
using Halo.Lab.Watching;
using Halo.Protocol.Cli;

namespace Halo.Lab.Failover;

/// <summary>What was seen of one failover, by the lab, the kernel and the manager; all moments are of <see cref="MonotonicClock"/>.</summary>
internal sealed record FailoverStory
{
    /// <summary>The moment just before the lab pulled the host's cables.</summary>
    public required TimeSpan Fault { get; init; }

    /// <summary>When the manager said that the host is lost.</summary>
    public required TimeSpan Lost { get; init; }

    /// <summary>When the target was mounted on the partner.</summary>
    public required TimeSpan Mounted { get; init; }

    /// <summary>The calls of the fence agent from the fence's intent on: <c>off</c>, then <c>status</c>.</summary>
    public required IReadOnlyList<ProgramRun> FenceCalls { get; init; }

    /// <summary>The <c>start</c>s of resource agents on the partner.</summary>
    public required IReadOnlyList<ProgramRun> Starts { get; init; }

    /// <summary>The runs of <c>mount</c> on the partner.</summary>
    public required IReadOnlyList<ProgramRun> Mounts { get; init; }

    /// <summary>The manager's events.</summary>
    public required IReadOnlyList<EventStatus> Events { get; init; }

    /// <summary>The setting.</summary>
    public required TimeSpan DetectionTimeout { get; init; }

    /// <summary>The setting.</summary>
    public required TimeSpan DetectionInterval { get; init; }

    /// <summary>Puts together what belongs to it. Throws <see cref="LaboratoryException"/> where something of it is missing.</summary>
    /// <param name="host">The host at fault.</param>
    /// <param name="fault">When.</param>
    /// <param name="mounted">When the target was mounted on the partner.</param>
    /// <param name="events">The manager's events since the fault.</param>
    /// <param name="runs">The programs that ran since the fault.</param>
    /// <param name="mgmt">The network namespace of the management host.</param>
    /// <param name="partner">That of the partner.</param>
    /// <param name="settings">The manager's settings.</param>
    public static FailoverStory Of(
        string host, TimeSpan fault, TimeSpan mounted, IReadOnlyList<EventStatus> events, IReadOnlyList<ProgramRun> runs, string mgmt, string partner,
        DetectionSettings settings)
    {
        var intent = MomentOf(events, host, "fence", "intent");
        var inTime = runs.Where(run => run.Began < mounted).ToList();
        return new FailoverStory
        {
            Fault = fault,
            Lost = MomentOf(events, host, "lost", stage: null),
            Mounted = mounted,
            FenceCalls = [.. inTime.Where(run => run.Began > intent && IsOn(run, mgmt) && Runs(run, "/fence_"))],
            Starts = [.. inTime.Where(run => IsOn(run, partner) && Runs(run, "/resource.d/") && run.Words[^1] is "start")],
            Mounts = [.. inTime.Where(run => IsOn(run, partner) && run.Words is ["mount" or "/bin/mount" or "/usr/bin/mount", ..])],
            Events = events,
            DetectionTimeout = settings.Timeout,
            DetectionInterval = settings.Interval,
        };
    }

    /// <summary>How long programs ran in all, until the target was mounted.</summary>
    public TimeSpan Took(IEnumerable<ProgramRun> runs) =>
        runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + ((run.Ended < Mounted ? run.Ended.Value : Mounted) - run.Began));

    /// <summary>Everything in the order of time, a line each, in milliseconds since the fault.</summary>
    public IEnumerable<string> Lines() => Events.Select(happened => (At: MomentOf(happened), Text: $"event {TextOf(happened)}"))
        .Concat(FenceCalls.Concat(Starts).Concat(Mounts).SelectMany(run => new[]
        {
            (At: run.Began, Text: $"begins {run.CommandLine}"),
            (At: run.Ended ?? TimeSpan.MaxValue, Text: $"ends   {run.CommandLine}"),
        }))
        .Append((At: Mounted, Text: "the target is mounted"))
        .OrderBy(line => line.At)
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"{(line.At - Fault).TotalMilliseconds,10:0.0}  {line.Text}"));

    /// <summary>When an event was written down.</summary>
    public static TimeSpan MomentOf(EventStatus happened) => MonotonicClock.Of(DateTimeOffset.Parse(happened.Timestamp, CultureInfo.InvariantCulture));

    private static TimeSpan MomentOf(IReadOnlyList<EventStatus> events, string host, string name, string? stage) =>
        events.FirstOrDefault(happened => Is(happened.Object, host) && Is(happened.Event, name) && (stage is null || Is(happened.Fields.GetValueOrDefault("stage"), stage)))
            is { } found
            ? MomentOf(found)
            : throw new LaboratoryException($"{host} was not \"{name}\" before the mount: {string.Join("; ", events.Select(TextOf))}");

    private static bool Is(string? text, string other) => string.Equals(text, other, StringComparison.Ordinal);

    private static bool IsOn(ProgramRun run, string network) => Is(run.Network, network);

    private static bool Runs(ProgramRun run, string part) => run.Words.Any(word => word.Contains(part, StringComparison.Ordinal));

    private static string TextOf(EventStatus happened) =>
        $"{happened.Event} {happened.Object} {string.Join(' ', happened.Fields.Select(field => $"{field.Key}={field.Value}"))} {happened.Comment}";
}
