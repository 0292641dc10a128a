using System.Diagnostics;
using Halo.Engine.StateLog;
using Halo.Manager.StateLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Bench;

/// <summary>
/// An append to the state log, on disk before it is answered: one event alone, and a hundred at once, which share one wait for the
/// disk.
/// </summary>
internal static class AppendBench
{
    private const int Rounds = 200;
    private const int AtOnce = 100;

    internal static async Task RunAsync(string folder)
    {
        var path = Path.Combine(folder, $"halo-bench-{Environment.ProcessId}.state");
        var log = new StateLogFile(new AppendFile(path), new LogReplay(), path, TimeProvider.System, NullLogger<StateLogFile>.Instance);
        using var stop = new CancellationTokenSource();
        var writing = log.RunAsync(stop.Token);
        try
        {
            var one = await MeasureAsync(() => log.AppendAsync([Line()]));
            var many = await MeasureAsync(() => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => log.AppendAsync([Line()]))));
            Console.WriteLine($"an append with fsync: median {one:F2} ms");
            Console.WriteLine($"{AtOnce} appends at once: median {many:F2} ms for all, ratio to one {many / one:F2}");
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
            File.Delete(path);
        }
    }

    private static LogLine Line() =>
        new("2026-04-15T15:40:45.186271Z", "fence", "oss01", "oss01 is lost: no answer from it (F1)");

    private static async Task<double> MeasureAsync(Func<Task> append)
    {
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await append();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Rounds / 2];
    }
}
