using System.Globalization;
using Halo.Testing;

namespace Halo.Lab;

/// <summary>
/// Writes to all targets, all the time, wherever they are mounted, and knows which records were acknowledged: were on the disk for
/// certain. Whatever happens to the hosts, each of them must be there afterwards.
/// </summary>
public sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, TargetWriter> _writers;
    private readonly Task _writing;

    private Load(Laboratory laboratory)
    {
        _writers = laboratory.Plan.Targets.ToDictionary(target => target.Name, target => new TargetWriter(laboratory, target), StringComparer.Ordinal);
        _writing = Task.WhenAll(_writers.Values.Select(writer => writer.WriteAsync(_end.Token)));
    }

    /// <summary>Begins.</summary>
    public static Load Start(Laboratory laboratory) => new(laboratory);

    /// <summary>How many records of a target were acknowledged.</summary>
    public long Acknowledged(Target target) => _writers[target.Name].Acknowledged;

    /// <summary>Waits until records that are written from now on are acknowledged.</summary>
    public Task GoesOnAsync(Target target)
    {
        // One may be on its way already.
        var enough = Acknowledged(target) + 2;
        return Eventually.BecomesTrueAsync($"{target.Name} can be written", () => Acknowledged(target) >= enough, Patience);
    }

    /// <summary>
    /// Reads all targets where they run now, for which it waits; throws <see cref="LaboratoryException"/> with every record that was
    /// acknowledged and is not there.
    /// </summary>
    public async Task NothingIsLostAsync()
    {
        foreach (var writer in _writers.Values)
        {
            await writer.CheckAsync();
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
    }

    /// <summary>The load of one target.</summary>
    private sealed class TargetWriter(Laboratory laboratory, Target target)
    {
        private const string Prefix = "record ", Suffix = ".";
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
        private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
        private long _acknowledged;

        public long Acknowledged => Interlocked.Read(ref _acknowledged);

        /// <summary>One writer after another, on whichever host has the target mounted; a writer ends where it has not, or not any more.</summary>
        public async Task WriteAsync(CancellationToken end)
        {
            var hosts = new[] { target.Home, target.Partner };
            for (var turn = 0; !end.IsCancellationRequested; turn++)
            {
                await WriteOnAsync(hosts[turn % hosts.Length], end);
                await Task.Delay(Pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        public async Task CheckAsync()
        {
            await Eventually.BecomesTrueAsync($"{target.Name} can be read", async () =>
            {
                // Before it is read: what is acknowledged meanwhile need not be in it.
                var acknowledged = Acknowledged;
                if (await ReadAsync() is not { } records)
                {
                    return false;
                }

                var lost = Enumerable.Range(1, (int)acknowledged).Where(number => !records.Contains(number)).ToList();
                return lost.Count == 0
                    ? true
                    : throw new LaboratoryException(
                        $"{target.Name} lost {lost.Count} of {acknowledged} acknowledged records: {string.Join(", ", lost.Take(20))}");
            }, Patience);
        }

        private async Task WriteOnAsync(string host, CancellationToken end)
        {
            using var writer = StreamingProgram.Start(
                Laboratory.OnHost(host, ["/lab/host/writer", target.MountPoint, $"{Acknowledged + 1}", .. target.Dataset is { } dataset ? [dataset] : Array.Empty<string>()]),
                laboratory.Environment());
            await foreach (var line in writer.LinesAsync(end))
            {
                Interlocked.Exchange(ref _acknowledged, long.Parse(line, CultureInfo.InvariantCulture));
            }

            await writer.EndAsync(EndPatience);
        }

        /// <summary>The numbers of all records; null where the target is mounted on neither host.</summary>
        private async Task<HashSet<long>?> ReadAsync()
        {
            var status = await laboratory.StatusAsync();
            if (status.Resource(target.Name).RunningOn is not [var host])
            {
                return null;
            }

            var file = await laboratory.OnHostAsync(host, "cat", $"{target.MountPoint}/load");
            return file.Status == 0
                ? [.. file.Output.Split('\n').Select(NumberOf).Where(number => number > 0)]
                : null;
        }

        /// <summary>0 for a record that was torn.</summary>
        private static long NumberOf(string line) =>
            line.StartsWith(Prefix, StringComparison.Ordinal) && line.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;
    }
}
