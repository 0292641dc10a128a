using Halo.Protocol.Cli;

namespace Halo.Lab.Soaking;

/// <summary>What is checked all the time, whatever happens to the laboratory.</summary>
internal sealed class SoakWatch(Laboratory laboratory)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    // What the programs log about faults of their own.
    private static readonly string[] OwnFaults = ["a fault in the manager itself", "this is a fault in halo_", "this is a bug of halo_remote", "Unhandled exception", " crit: "];

    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);
    private int _silences;
    private int _changes;

    /// <summary>How often the status was asked for and right.</summary>
    public long StatusAnswers { get; private set; }

    /// <summary>From now on no manager answers, until <see cref="ManagerAnswers"/> is called as often.</summary>
    public void ManagerIsSilent()
    {
        _ = Interlocked.Increment(ref _changes);
        _ = Interlocked.Increment(ref _silences);
    }

    /// <summary>A manager answers again.</summary>
    public void ManagerAnswers() => _ = Interlocked.Decrement(ref _silences);

    /// <summary>Checks until it is cancelled; throws <see cref="SoakFinding"/>.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            CheckDisks();
            CheckLogs();
            await CheckStatusAsync();
            await Task.Delay(Turn, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void CheckDisks()
    {
        if (laboratory.Violations() is { Count: > 0 } violations)
        {
            throw new SoakFinding($"a disk was on two hosts: {string.Join("; ", violations)}");
        }
    }

    private void CheckLogs()
    {
        foreach (var log in Directory.EnumerateFiles(Path.Combine(laboratory.Folder, "log"), "*.halo_*.log"))
        {
            using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = _read.GetValueOrDefault(log);
            using var reader = new StreamReader(file);
            var text = reader.ReadToEnd();
            // A line that is being written is read whole the next time.
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            _read[log] = _read.GetValueOrDefault(log) + System.Text.Encoding.UTF8.GetByteCount(whole);
            if (whole.Split('\n').FirstOrDefault(line => OwnFaults.Any(fault => line.Contains(fault, StringComparison.Ordinal))) is { } line)
            {
                throw new SoakFinding($"{Path.GetFileName(log)}: {line}");
            }
        }
    }

    private async Task CheckStatusAsync()
    {
        var change = Volatile.Read(ref _changes);
        if (Volatile.Read(ref _silences) > 0)
        {
            return;
        }

        try
        {
            CheckGroups(await laboratory.StatusAsync());
            StatusAnswers++;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // Only where no fault has silenced it meanwhile.
            if (Volatile.Read(ref _changes) == change)
            {
                throw new SoakFinding($"the manager does not answer: {e.Message}", e);
            }
        }
    }

    /// <summary>Whatever does not run has something that it waits for.</summary>
    internal static void CheckGroups(StatusAnswer status)
    {
        foreach (var group in status.Resources.GroupBy(resource => resource.Group, StringComparer.Ordinal))
        {
            var missing = group.FirstOrDefault(resource => !resource.State.StartsWith("Running", StringComparison.Ordinal));
            if (missing is not null && !status.WaitsFor.Any(wait => string.Equals(wait.Object, group.Key, StringComparison.Ordinal)))
            {
                throw new SoakFinding(
                    $"{group.Key} waits for nothing, and {missing.Id} is {missing.State}: {missing.Comment} " +
                    $"({string.Join("; ", missing.Status.Select(host => $"{host.Key}: {host.Value.Status} {host.Value.Comment}"))})");
            }
        }
    }
}
