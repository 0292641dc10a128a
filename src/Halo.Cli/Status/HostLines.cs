using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Nodesets;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>The hosts, folded: who is connected, who is not, and whatever else is not as it should be.</summary>
internal static class HostLines
{
    /// <summary>The width of the labels.</summary>
    public const int LabelWidth = 22;

    /// <summary>The lines of all hosts, or of those that are not as they should be.</summary>
    public static IEnumerable<TextLine> Of(StatusAnswer answer, bool onlyAbnormal)
    {
        var connected = Names(answer, host => host.Connected);
        if (!onlyAbnormal)
        {
            yield return Line("Connected hosts:", connected.Count > 0 ? Nodeset.Fold(connected) : "none", Style.Plain);
        }

        foreach (var (label, names, style) in new[]
        {
            ("Disconnected hosts:", Names(answer, host => !host.Connected), Style.Bad),
            ("Deactivated hosts:", Names(answer, host => !host.Active), Style.Attention),
            ("Fenced hosts:", Names(answer, host => host.Fenced), Style.Bad),
            ("Powered off hosts:", Names(answer, host => host.Power is "off"), Style.Attention),
        })
        {
            if (names.Count > 0)
            {
                yield return Line(label, Nodeset.Fold(names), style);
            }
        }

        foreach (var line in BrokenPaths(answer).Concat(Comments(answer)))
        {
            yield return line;
        }
    }

    private static List<string> Names(StatusAnswer answer, Func<HostStatus, bool> which) =>
        [.. answer.Hosts.Where(which).Select(host => host.Id)];

    /// <summary>A disconnected host's own comment says what is wrong with it; its paths are told where there is none.</summary>
    private static IEnumerable<TextLine> BrokenPaths(StatusAnswer answer) =>
        answer.Hosts
            .Where(host => host.Connected || host.Comment is null)
            .SelectMany(host => host.Paths.Where(path => !path.Up).Select(path => (Host: host.Id, Path: path)))
            .GroupBy(broken => broken.Path.Comment, StringComparer.Ordinal)
            .Select(broken =>
            {
                var hosts = Nodeset.Fold(broken.Select(b => b.Host).Distinct(StringComparer.Ordinal));
                var addresses = Nodeset.Fold(broken.Select(b => b.Path.Address).Distinct(StringComparer.Ordinal));
                var where = string.Equals(hosts, addresses, StringComparison.Ordinal) ? hosts : $"{hosts} ({addresses})";
                return Line("Broken paths:", broken.Key is null ? where : $"{where}: {broken.Key}", Style.Attention);
            });

    private static IEnumerable<TextLine> Comments(StatusAnswer answer) =>
        answer.Hosts
            .Where(host => !string.IsNullOrEmpty(host.Comment))
            .GroupBy(host => host.Comment, host => host.Id, StringComparer.Ordinal)
            .Select(hosts => Line("About hosts:", $"{Nodeset.Fold(hosts)}: {hosts.Key}", Style.Plain));

    private static TextLine Line(string label, string text, Style style) =>
        new([new(label.PadRight(LabelWidth), Style.Heading), new(Printable.Escape(text), style)], LabelWidth);
}
