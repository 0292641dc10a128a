using System.Diagnostics;
using Halo.Agents.Processes;

namespace Halo.Remote.Bench;

/// <summary>Five hundred runs of /bin/true, eight at a time: our own runner against System.Diagnostics.Process.</summary>
internal static class SpawnBench
{
    private const int Runs = 500;
    private static readonly ParallelOptions EightAtATime = new() { MaxDegreeOfParallelism = 8 };

    internal static Task RunAsync() =>
        Rounds.CompareAsync($"{Runs} child processes", "ProcessRunner", OursAsync, "System.Diagnostics.Process", TheirsAsync);

    private static Task OursAsync()
    {
        var runner = new ProcessRunner(TimeProvider.System, new ProcessTable());
        var spec = new ProcessSpec
        {
            Path = "/bin/true",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            Deadline = TimeSpan.FromSeconds(10),
        };
        return Parallel.ForAsync(
            0, Runs, EightAtATime, async (_, cancellation) => await runner.RunAsync(spec, null, cancellation));
    }

    private static Task TheirsAsync() => Parallel.ForAsync(0, Runs, EightAtATime, async (_, cancellation) =>
    {
        var start = new ProcessStartInfo("/bin/true")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellation),
            process.StandardError.ReadToEndAsync(cancellation),
            process.WaitForExitAsync(cancellation));
    });
}
