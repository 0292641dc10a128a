using System.Globalization;
using Halo.Lab.Watching;
using Halo.Protocol.Cli;

namespace Halo.Lab.Failover;

/// <summary>What was seen of one failover, by the lab, the kernel and the manager; all moments are of <see cref="MonotonicClock"/>.</summary>
internal sealed record FailoverStory
{
    /// <summary>The moment just before the lab pulled the host's cables.</summary>
    public required TimeSpan Fault { get; init; }

    /// <summary>
    /// When the manager had detected it: said that the host is lost, or, where its fence device told that it is off before that, that it is
    /// disconnected.
    /// </summary>
    public required TimeSpan Detected { get; init; }

    /// <summary>For how much of the detection the settings are responsible at most.</summary>
    public required TimeSpan LongestDetection { get; init; }

    /// <summary>When the target was mounted on the partner.</summary>
    public required TimeSpan Mounted { get; init; }

    /// <summary>The fence agent's call with <c>off</c>; none where the host was verified off without it.</summary>
    public required IReadOnlyList<ProgramRun> Off { get; init; }

    /// <summary>The fence agent's calls with <c>status</c> since the detection.</summary>
    public required IReadOnlyList<ProgramRun> Statuses { get; init; }

    /// <summary>The <c>start</c>s of resource agents on the partner.</summary>
    public required IReadOnlyList<ProgramRun> Starts { get; init; }

    /// <summary>The runs of <c>mount</c> on the partner.</summary>
    public required IReadOnlyList<ProgramRun> Mounts { get; init; }

    /// <summary>The manager's events.</summary>
    public required IReadOnlyList<EventStatus> Events { get; init; }

    /// <summary>Puts together what belongs to it. Throws <see cref="LaboratoryException"/> where something of it is missing.</summary>
    public static FailoverStory Of(FailoverFacts facts)
    {
        var intent = facts.Find("fence", "intent");
        var proof = facts.Find("power") ?? TimeSpan.MaxValue;
        var isFenced = (facts.Find("fence", "done") ?? TimeSpan.MaxValue) < proof;
        var detected = facts.Find(isFenced ? "lost" : "disconnected")
            ?? throw new LaboratoryException($"the manager never said that {facts.Host} was lost:\n{string.Join('\n', facts.Events.Select(TextOf))}");
        var calls = facts.RunsOn(facts.Management, "/fence_").Where(run => run.Began > detected).ToList();
        var off = calls.Where(run => run.Began > intent).Take(1).ToList();
        return new FailoverStory
        {
            Fault = facts.Fault,
            Detected = detected,
            LongestDetection = facts.Settings.Timeout + facts.Settings.Interval,
            Mounted = facts.Mounted,
            Off = off,
            Statuses = [.. calls.Except(off)],
            Starts = [.. facts.RunsOn(facts.Partner, "/resource.d/").Where(run => run.Words[^1] is "start")],
            Mounts = [.. facts.RunsOn(facts.Partner, "mount").Where(run => run.Words[0] is "mount" or "/bin/mount" or "/usr/bin/mount")],
            Events = facts.Events,
        };
    }

    /// <summary>How long programs ran in all, until the target was mounted; when two ran at once, that counts once.</summary>
    public TimeSpan Took(IEnumerable<ProgramRun> runs)
    {
        var (sum, until) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var run in runs.OrderBy(run => run.Began))
        {
            var end = run.Ended < Mounted ? run.Ended.Value : Mounted;
            var begin = run.Began > until ? run.Began : until;
            sum += end > begin ? end - begin : TimeSpan.Zero;
            until = end > until ? end : until;
        }

        return sum;
    }

    /// <summary>Everything in the order of time, a line each, in milliseconds since the fault.</summary>
    public IEnumerable<string> Lines() => Events.Select(happened => (At: MomentOf(happened), Text: $"event {TextOf(happened)}"))
        .Concat(Off.Concat(Statuses).Concat(Starts).Concat(Mounts).SelectMany(run => new[]
        {
            (At: run.Began, Text: $"begins {run.CommandLine}"),
            (At: run.Ended ?? TimeSpan.MaxValue, Text: $"ends   {run.CommandLine}"),
        }))
        .Append((At: Mounted, Text: "the target is mounted"))
        .OrderBy(line => line.At)
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"{(line.At - Fault).TotalMilliseconds,10:0.0}  {line.Text}"));

    /// <summary>When an event was written down.</summary>
    public static TimeSpan MomentOf(EventStatus happened) => MonotonicClock.Of(DateTimeOffset.Parse(happened.Timestamp, CultureInfo.InvariantCulture));

    private static string TextOf(EventStatus happened) =>
        $"{happened.Event} {happened.Object} {string.Join(' ', happened.Fields.Select(field => $"{field.Key}={field.Value}"))} {happened.Comment}";
}
