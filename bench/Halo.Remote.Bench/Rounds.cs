using System.Diagnostics;
using System.Globalization;

namespace Halo.Remote.Bench;

/// <summary>
/// Measures two things in pairs, so that what else the machine does hits both alike: the ratio is taken inside each pair, and
/// what counts is the median of these ratios. How far they spread tells how far to trust it.
/// </summary>
internal static class Rounds
{
    private const int WarmUps = 3;

    // Odd, so that the median is one of them, and 4 n + 1, so that the quartiles are too.
    private const int Pairs = 21;

    /// <summary>How often a comparison runs each of the two.</summary>
    internal const int Runs = WarmUps + Pairs;

    /// <summary>Runs both in turn and prints every pair, and of the ratios of the first to the second the median and spread.</summary>
    internal static async Task CompareAsync(string title, string firstName, Func<Task> first, string secondName, Func<Task> second)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await first();
            await second();
        }

        var ratios = new double[Pairs];
        Console.WriteLine($"{title}: {firstName} / {secondName}");
        for (var pair = 0; pair < Pairs; pair++)
        {
            // Whoever goes second meets what the first has left to do (pages to free, caches), so they take turns.
            var firstGoesFirst = pair % 2 == 0;
            var early = await TimeAsync(firstGoesFirst ? first : second);
            var late = await TimeAsync(firstGoesFirst ? second : first);
            (var a, var b) = firstGoesFirst ? (early, late) : (late, early);
            ratios[pair] = a / b;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {pair + 1,2}: {a * 1000,4:F0} ms / {b * 1000,4:F0} ms = {a / b:F2}"));
        }

        Array.Sort(ratios);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  median ratio {ratios[Pairs / 2]:F3}, half of all between {ratios[Pairs / 4]:F3} and {ratios[Pairs * 3 / 4]:F3}, " +
            $"all between {ratios[0]:F2} and {ratios[^1]:F2}"));
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var began = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
