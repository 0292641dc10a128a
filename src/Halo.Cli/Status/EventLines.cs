using System.Globalization;
using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>The newest events, the latest last: <c>time event=… object=… by=… comment="…"</c>; times are UTC.</summary>
internal static class EventLines
{
    private const int Indent = 4;

    /// <summary>At most <paramref name="count"/> events under their heading; nothing where there are none.</summary>
    public static IEnumerable<TextLine> Of(StatusAnswer answer, int count)
    {
        var lines = answer.Events.TakeLast(count).Select(Line).ToList();
        return lines.Count == 0 ? [] : lines.Prepend(TextLine.Of("Events:", Style.Heading));
    }

    /// <summary>One event.</summary>
    public static TextLine Line(EventStatus happened)
    {
        var stage = happened.Fields.TryGetValue("stage", out var value) ? $" stage={Word(value)}" : "";
        var by = happened.By is "halo" ? "" : $" by={Word(happened.By)}";
        var comment = string.IsNullOrEmpty(happened.Comment) ? "" : $" comment={Quoted(happened.Comment)}";
        var what = $" event={happened.Event} object={happened.Object}{stage}{by}{comment}";
        return new TextLine([new(Time(happened.Timestamp), Style.Faint), new(Printable.Escape(what), Style.Plain)], Indent);
    }

    private static string Word(string text) => text.AsSpan().ContainsAny(" \"\\") ? Quoted(text) : text;

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Time(string timestamp) =>
        DateTimeOffset.TryParse(
            timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
            : Printable.Escape(timestamp);
}
