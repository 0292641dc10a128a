using System.Globalization;
using System.Text;
using Halo.Lab.Watching;

namespace Halo.Lab.Soaking;

/// <summary>What a soak has done and seen, for its last page.</summary>
internal sealed class SoakSummary(Laboratory laboratory)
{
    private readonly SortedDictionary<string, (int Done, int Impossible)> _faults = new(StringComparer.Ordinal);
    private readonly TimeSpan _began = MonotonicClock.Now;
    private readonly int _earlierChanges = laboratory.DiskChanges().Count;

    /// <summary>The rounds that ended well.</summary>
    public int Rounds { get; set; }

    /// <summary>How long it took at most until all was well after a round.</summary>
    public TimeSpan LongestRecovery { get; set; }

    /// <summary>Counts a fault.</summary>
    public void Count(SoakFault fault, bool wasPossible)
    {
        var (done, impossible) = _faults.GetValueOrDefault(fault.Kind);
        _faults[fault.Kind] = wasPossible ? (done + 1, impossible) : (done, impossible + 1);
    }

    /// <summary>The page.</summary>
    /// <param name="acknowledged">How many records were acknowledged and are there.</param>
    /// <param name="statusAnswers">How often the status was asked for.</param>
    /// <param name="stateLog">The state log.</param>
    public string Page(long acknowledged, long statusAnswers, IReadOnlyList<string> stateLog)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"{Rounds} rounds in {(MonotonicClock.Now - _began).TotalMinutes:0.0} minutes; all was well again after {LongestRecovery.TotalSeconds:0} s at most"));
        text.AppendLine("\nfaults and commands" + " ".PadRight(21) + "done  not possible");
        foreach (var (kind, (done, impossible)) in _faults)
        {
            text.AppendLine(Invariant($"  {kind,-36}{done,6}{impossible,14}"));
        }

        text.AppendLine(Invariant($"\nfailovers and moves: {laboratory.Plan.Targets.Sum(target => Moves(target.Root))}"));
        text.AppendLine(
            $"fences: {Fences("done")} done, {Fences("failed")} failed, {Fences("abandoned")} abandoned; "
            + $"{stateLog.Count(line => line.Contains("\tcut-off\t", StringComparison.Ordinal))} times cut off, "
            + $"{stateLog.Count(line => line.Contains("\tfailed\t", StringComparison.Ordinal))} starts and stops failed");
        text.AppendLine("\ntime down   in all   worst");
        foreach (var target in laboratory.Plan.Targets)
        {
            var times = TimesDown(target.Root);
            text.AppendLine(Invariant($"  {target.Root,-8}{times.Sum(time => time.TotalSeconds),7:0} s{times.DefaultIfEmpty().Max().TotalSeconds,6:0} s"));
        }

        text.AppendLine(Invariant($"\nrecords acknowledged: {acknowledged}; status answers: {statusAnswers}; violations: {laboratory.Violations().Count}"));
        return text.ToString();

        int Fences(string stage) => stateLog.Count(line =>
            line.Contains("\tfence\t", StringComparison.Ordinal) && line.Contains($"\tstage={stage}", StringComparison.Ordinal));
    }

    private IEnumerable<DiskChange> ChangesOf(string disk) =>
        laboratory.DiskChanges().Skip(_earlierChanges).Where(change => string.Equals(change.Disk, disk, StringComparison.Ordinal));

    /// <summary>How often it was taken by another host than before; at the beginning all are at home.</summary>
    private int Moves(string disk)
    {
        var takers = ChangesOf(disk).Where(change => change.Taken).Select(change => change.Host)
            .Prepend(laboratory.Plan.Targets.First(target => string.Equals(target.Root, disk, StringComparison.Ordinal)).Home).ToList();
        return takers.Zip(takers.Skip(1)).Count(pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal));
    }

    /// <summary>The times in which no host had it.</summary>
    private List<TimeSpan> TimesDown(string disk)
    {
        var times = new List<TimeSpan>();
        DateTimeOffset? since = null;
        foreach (var change in ChangesOf(disk))
        {
            if (change.Taken && since is { } began)
            {
                times.Add(change.At - began);
            }

            since = change.Taken ? null : change.At;
        }

        return since is { } still ? [.. times, MonotonicClock.Now - MonotonicClock.Of(still)] : times;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
