using System.Globalization;
using System.Text;

namespace Halo.Lab.Failover;

/// <summary>The table of the bench: of each part the median and the worst.</summary>
internal sealed class BenchTable
{
    private static readonly (string Title, Func<FailoverTimes, TimeSpan> Of)[] Columns =
    [
        ("in all", times => times.Total),
        ("detection", times => times.Detection),
        ("fence: off", times => times.Off),
        ("confirmed", times => times.Confirmed),
        ("start", times => times.Start),
        ("(mount)", times => times.Mount),
    ];

    private readonly List<(BenchRow Row, IReadOnlyList<FailoverTimes> Times)> _rows = [];

    /// <summary>HALO's own part of each row, at the median.</summary>
    public IEnumerable<TimeSpan> OwnMedians => _rows.Select(row => Median(row.Times.Select(times => times.Own)));

    /// <summary>Adds a row.</summary>
    public void Add(BenchRow row, IReadOnlyList<FailoverTimes> times) => _rows.Add((row, times));

    /// <summary>The table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("\nMedian / worst, in seconds; HALO's own part in milliseconds\n\n");
        AppendLine(text, "fault", "device", "detection", "storage", "runs", [.. Columns.Select(column => column.Title), "HALO"]);
        foreach (var (row, times) in _rows.OrderBy(row => row.Row.MmpInterval).ThenBy(row => row.Row.Fault))
        {
            AppendLine(
                text, row.FaultName, row.Fence, row.Detection.Name, row.MmpInterval > 0 ? "ext4, mmp" : "ext4",
                times.Count.ToString(CultureInfo.InvariantCulture),
                [.. Columns.Select(column => Cell(times.Select(column.Of))), OwnCell(times.Select(time => time.Own))]);
        }

        return text.ToString();
    }

    private static void AppendLine(
        StringBuilder text, string fault, string device, string detection, string storage, string runs, IEnumerable<string> parts) =>
        text.AppendLine($"{fault,-10} {device,-9} {detection,-9} {storage,-9} {runs,4}  {string.Concat(parts.Select(part => $"{part,-15}"))}".TrimEnd());

    private static string Cell(IEnumerable<TimeSpan> values) => string.Create(
        CultureInfo.InvariantCulture, $"{Median(values).TotalSeconds,5:0.00} / {values.Max().TotalSeconds,5:0.00}");

    private static string OwnCell(IEnumerable<TimeSpan> values) => string.Create(
        CultureInfo.InvariantCulture, $"{Median(values).TotalMilliseconds,3:0} / {values.Max().TotalMilliseconds,3:0}");

    private static TimeSpan Median(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
