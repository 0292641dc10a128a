using System.Diagnostics;

namespace Halo.Simulator.Runs;

/// <summary>Many schedules at once: the totals, and the first that failed.</summary>
internal sealed class Campaign
{
    private static readonly RuleId[] Rules = Enum.GetValues<RuleId>();
    // One for each core: more only wait for each other.
    private static readonly ParallelOptions Cores = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
    private readonly Lock _lock = new();
    private readonly long[] _hits = new long[Rules.Length];

    public long Played { get; private set; }

    public long Steps { get; private set; }

    public long SimulatedMilliseconds { get; private set; }

    public TimeSpan Took { get; private set; }

    /// <summary>The failures with the lowest seeds.</summary>
    public SortedDictionary<long, RunResult> Failures { get; } = [];

    /// <summary>Rules that had no say in any run.</summary>
    public IEnumerable<RuleId> NeverHit => Rules.Where(rule => _hits[(int)rule] == 0);

    /// <summary>Plays seeds on all cores; stops early when so many have failed.</summary>
    public static Campaign Play(long from, long count, int failuresAtMost = 1)
    {
        var campaign = new Campaign();
        var watch = Stopwatch.StartNew();
        Parallel.For(from, from + count, Cores, (seed, loop) =>
        {
            campaign.Add(seed, ScheduleRun.Play(ScheduleDraw.Draw(seed)));
            if (campaign.Failures.Count >= failuresAtMost)
            {
                loop.Stop();
            }
        });
        campaign.Took = watch.Elapsed;
        return campaign;
    }

    public string Describe() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Played} schedules in {Took.TotalSeconds:0.0} s ({Played / Took.TotalSeconds:0} a second), {Steps} steps of the engine, {SimulatedMilliseconds / 3_600_000.0:0.0} h simulated, {Failures.Count} failed\n")
        + string.Concat(Failures.Values.GroupBy(failure => failure.Check).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"failed by the check {group.Key}: {group.Count()}\n"))
        + $"schedules in which a rule had a say: {string.Join(" ", Rules.Select(rule => $"{rule} {_hits[(int)rule]}"))}";

    private void Add(long seed, RunResult result)
    {
        lock (_lock)
        {
            Played++;
            Steps += result.Steps;
            SimulatedMilliseconds += result.At;
            foreach (var rule in Rules)
            {
                _hits[(int)rule] += result.Hits[rule] ? 1 : 0;
            }

            if (!result.IsWell)
            {
                Failures.Add(seed, result);
            }
        }
    }
}
