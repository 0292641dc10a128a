using System.Diagnostics;
using System.Globalization;
using Halo.Lab.Watching;

namespace Halo.Lab.Failover;

/// <summary>
/// Measures failovers: for each way to lose a host, each kind of fence device and two settings of the detection. One laboratory after the other,
/// and nothing beside them, or the machine would measure itself.
/// </summary>
internal sealed class FailoverBench(string name, int runs, TextWriter output)
{
    /// <summary>Of the rows that wait for multiple-mount protection: half a minute each, all the same.</summary>
    private const int MostProtectedRuns = 3;

    private static readonly TimeSpan OwnLimit = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Devices = ["powerman", "ipmilan", "redfish"];

    /// <summary>The rows, with those of one laboratory beside each other.</summary>
    private static IEnumerable<BenchRow> Rows =>
    [
        .. from device in Devices
           from detection in new[] { DetectionSettings.Default, DetectionSettings.OneSecond }
           from fault in Enum.GetValues<BenchFault>()
           select new BenchRow(fault, device, detection, MmpInterval: 0),
        .. Enum.GetValues<BenchFault>().Select(fault => new BenchRow(fault, Devices[0], DetectionSettings.OneSecond, MmpInterval: 1)),
    ];

    /// <summary>Measures, and prints the table. Returns the exit status: 1 where HALO's own part is too long.</summary>
    public async Task<int> RunAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var processes = await ProcessWatch.StartAsync();
        File.Delete(Record);
        var table = new BenchTable();
        foreach (var rows in Rows.GroupBy(row => (row.Fence, row.Detection, row.MmpInterval)))
        {
            await MeasureAsync([.. rows], processes, table);
        }

        await output.WriteLineAsync(table.ToString());
        var slow = table.OwnMedians.Count(median => median > OwnLimit);
        await output.WriteLineAsync(
            $"HALO's own part, at the median: {(slow == 0 ? "under" : $"{slow} rows are not under")} {OwnLimit.TotalMilliseconds} ms."
            + $" The bench took {Stopwatch.GetElapsedTime(began).TotalMinutes:0} minutes; each run is in {Record}.");
        return slow == 0 ? 0 : 1;
    }

    /// <summary>Beside the laboratory's folder, because there are several, one after the other.</summary>
    private string Record => $"{Laboratory.FolderOf(name)}.failovers";

    private async Task MeasureAsync(IReadOnlyList<BenchRow> rows, ProcessWatch processes, BenchTable table)
    {
        await using var laboratory = await Laboratory.UpAsync(name, rows[0].Plan);
        await laboratory.AllIsWellAsync();
        foreach (var row in rows)
        {
            var times = new List<FailoverTimes>();
            for (var number = 1; number <= RunsOf(row); number++)
            {
                var story = await new FailoverRun(laboratory, processes, row).PlayAsync();
                times.Add(FailoverTimes.Of(story));
                await NoteAsync(row, number, story, times[^1]);
            }

            table.Add(row, times);
        }
    }

    private int RunsOf(BenchRow row) => row.MmpInterval == 0 ? runs : Math.Min(runs, MostProtectedRuns);

    private async Task NoteAsync(BenchRow row, int number, FailoverStory story, FailoverTimes times)
    {
        var summary = string.Create(CultureInfo.InvariantCulture,
            $"{row}, {number} of {RunsOf(row)}: {times.Total.TotalSeconds:0.000} s, of which HALO {times.Own.TotalMilliseconds:0} ms");
        await output.WriteLineAsync(summary);
        await File.AppendAllLinesAsync(Record, [summary, .. story.Lines(), ""]);
    }
}
