using System.Globalization;

namespace Halo.Simulator;

/// <summary>The command <c>./simulate</c>: docs/simulator.md.</summary>
internal static class Program
{
    private const string Usage = """
        usage: ./simulate [--seeds N] [--from S] [--all]     play N schedules drawn from the seeds S, S+1, ...; --all: go on after a failure
               ./simulate --replay FILE                      play a schedule file, and show what happens
               ./simulate --seed S [--shrink]                play one seed and show what happens; --shrink: write a small schedule file if it fails
        """;

    public static int Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["--replay", var file] => Show(ScheduleText.Parse(File.ReadAllText(file))),
                ["--seed", var seed] => Show(ScheduleDraw.Draw(Number(seed))),
                ["--seed", var seed, "--shrink"] => Shrink(Number(seed)),
                _ => Run(args),
            };
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine($"simulate: {wrong.Message}\n{Usage}");
            return 64;
        }
    }

    private static int Run(string[] args)
    {
        var (seeds, from, all) = (1_000L, 1L, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--seeds":
                    seeds = Number(args.ElementAtOrDefault(++i));
                    break;
                case "--from":
                    from = Number(args.ElementAtOrDefault(++i));
                    break;
                case "--all":
                    all = true;
                    break;
                default:
                    throw new FormatException($"\"{args[i]}\" is not understood.");
            }
        }

        var campaign = Campaign.Play(from, seeds, all ? 30 : 1);
        Console.WriteLine(campaign.Describe());
        foreach (var (seed, result) in campaign.Failures)
        {
            Console.WriteLine($"seed {seed} at {result.At} ms: {result.What}");
        }

        return campaign.Failures.Count == 0 ? 0 : all ? 1 : Shrink(campaign.Failures.Keys.First());
    }

    private static int Show(Schedule schedule)
    {
        var result = ScheduleRun.Play(schedule, Console.Out);
        Console.WriteLine(result.IsWell ? "all is well" : $"at {result.At} ms {result.What}");
        return result.IsWell ? 0 : 1;
    }

    private static int Shrink(long seed)
    {
        var schedule = ScheduleDraw.Draw(seed);
        if (ScheduleRun.Play(schedule).Check is not { } check)
        {
            Console.WriteLine($"seed {seed}: all is well");
            return 0;
        }

        var small = Shrinker.Shrink(schedule, check);
        var file = $"out/simulator-{seed}.schedule";
        Directory.CreateDirectory("out");
        File.WriteAllText(file, ScheduleText.Format(small, ScheduleRun.Play(small).What));
        Console.WriteLine($"seed {seed}: shrunk from {schedule.Faults.Length} to {small.Faults.Length} faults; to see it: ./simulate --replay {file}");
        return 1;
    }

    private static long Number(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"\"{text}\" is not a number.");
}
