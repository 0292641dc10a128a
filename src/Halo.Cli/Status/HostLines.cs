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

    /// <summary>Stands for the address in a path's trouble; no text from the manager has it in it.</summary>
    private const string AddressPlace = "\0address\0";

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
            ("Being fenced:", Names(answer, host => host.Fencing is not null), Style.Bad),
            ("Fence failed:", Names(answer, host => host.FenceFailed), Style.Bad),
            ("Fenced hosts:", Names(answer, host => host is { Fenced: true, Fencing: null, FenceFailed: false }), Style.Bad),
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
            .GroupBy(broken => Trouble(broken.Path), StringComparer.Ordinal)
            .Select(broken => Line("Broken paths:", BrokenPath([.. broken]), Style.Attention));

    /// <summary>
    /// <c>oss00: no answer from 10.1.0.10</c>, and where many hosts have the same trouble, hosts and addresses folded.
    /// </summary>
    private static string BrokenPath(List<(string Host, PathStatus Path)> broken)
    {
        var hosts = Nodeset.Fold(broken.Select(b => b.Host).Distinct(StringComparer.Ordinal));
        var addresses = Nodeset.Fold(broken.Select(b => b.Path.Address).Distinct(StringComparer.Ordinal));
        var trouble = Trouble(broken[0].Path);
        if (trouble?.Contains(AddressPlace, StringComparison.Ordinal) == true)
        {
            return $"{hosts}: {trouble.Replace(AddressPlace, addresses, StringComparison.Ordinal)}";
        }

        var where = string.Equals(hosts, addresses, StringComparison.Ordinal) ? hosts : $"{hosts} ({addresses})";
        return trouble is null ? where : $"{where}: {trouble}";
    }

    /// <summary>What is wrong with a path, without its address, so that the same trouble of many hosts is told once.</summary>
    private static string? Trouble(PathStatus path) =>
        path.Address.Length == 0 ? path.Comment : path.Comment?.Replace(path.Address, AddressPlace, StringComparison.Ordinal);

    private static IEnumerable<TextLine> Comments(StatusAnswer answer) =>
        answer.Hosts
            .Where(host => !string.IsNullOrEmpty(host.Comment))
            .GroupBy(host => host.Comment, host => host.Id, StringComparer.Ordinal)
            .Select(hosts => Line("About hosts:", $"{Nodeset.Fold(hosts)}: {hosts.Key}", Style.Plain));

    private static TextLine Line(string label, string text, Style style) =>
        new([new(label.PadRight(LabelWidth), Style.Heading), new(Printable.Escape(text), style)], LabelWidth);
}
