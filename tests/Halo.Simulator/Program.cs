using System.Diagnostics;

namespace Halo.Simulator;

internal static class Program
{
    public static int Main(string[] args)
    {
        var from = long.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        var count = long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
        if (count == 0)
        {
            var played = ScheduleRun.Play(ScheduleDraw.Draw(from), Console.Out);
            Console.WriteLine(played.What);
            return played.IsWell ? 0 : 1;
        }

        var watch = Stopwatch.StartNew();
        var (steps, time, bad) = (0L, 0L, 0);
        var hits = new long[64];
        Parallel.For(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var result = ScheduleRun.Play(ScheduleDraw.Draw(seed));
            Interlocked.Add(ref steps, result.Steps);
            Interlocked.Add(ref time, result.At);
            foreach (var rule in Enum.GetValues<RuleId>())
            {
                if (result.Hits[rule])
                {
                    Interlocked.Increment(ref hits[(int)rule]);
                }
            }

            if (!result.IsWell && Interlocked.Increment(ref bad) < 40)
            {
                Console.WriteLine($"seed {seed} at {result.At}: {result.What}");
            }
        });
        Console.WriteLine($"{count} in {watch.Elapsed.TotalSeconds:0.0} s, {count / watch.Elapsed.TotalSeconds:0}/s, steps {steps / count}, simulated {time / count} ms, bad {bad}");
        Console.WriteLine(string.Join(" ", Enum.GetValues<RuleId>().Select(rule => $"{rule}:{hits[(int)rule]}")));
        return bad > 0 ? 1 : 0;
    }
}
