using System.Diagnostics;

namespace Halo.Remote.Bench;

/// <summary>Measures two things in turn, so that what else the machine does hits both alike.</summary>
internal static class Rounds
{
    private const int Count = 9;

    /// <summary>Runs both in turn and prints their medians and the ratio of the first to the second.</summary>
    internal static async Task CompareAsync(string title, string firstName, Func<Task> first, string secondName, Func<Task> second)
    {
        var firstSeconds = new double[Count];
        var secondSeconds = new double[Count];
        await first();
        await second();
        for (var i = 0; i < Count; i++)
        {
            firstSeconds[i] = await TimeAsync(first);
            secondSeconds[i] = await TimeAsync(second);
        }

        var a = Median(firstSeconds);
        var b = Median(secondSeconds);
        Console.WriteLine($"{title}: {firstName} {a * 1000:F0} ms, {secondName} {b * 1000:F0} ms, ratio {a / b:F2}");
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var began = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
