using System.Text;

namespace Halo.Engine.StateLog;

/// <summary>
/// One line of the state log: <c>timestamp event object comment [name=value…]</c>, separated by tabs. An older form has no
/// fields; the comment may be missing too.
/// </summary>
/// <param name="Timestamp">When, as the shell wrote it: UTC, ISO 8601.</param>
/// <param name="Event">What happened; the words of this version are in <see cref="EventNames"/>.</param>
/// <param name="Object">To what: a host, a group or a resource; empty where it concerns the whole cluster.</param>
/// <param name="Comment">Why; may be empty.</param>
public sealed record LogLine(string Timestamp, string Event, string Object, string Comment)
{
    /// <summary>The field that says who did it.</summary>
    public const string ByField = "by";

    private const string SomeAdministrator = "an administrator";

    /// <summary>
    /// Ends a line that was torn when it was written: no line with this column can be read, so that what was dropped once
    /// never counts later.
    /// </summary>
    public const string TornEnd = $"\t\t\t\t{TornColumn}\n";

    private const string TornColumn = "(torn)";
    private const int FewestColumns = 3;
    private const int FirstField = 4;
    private const int LongestComment = 4_096;

    /// <summary>Facts that programs read.</summary>
    public ImmutableArray<EventField> Fields { get; init; } = [];

    /// <summary>
    /// Who did it. A line of the older form does not say; what only administrators do was one of them, everything else HALO.
    /// </summary>
    public string By => this[ByField] switch
    {
        { Length: > 0 } by => by,
        _ => EventNames.KindOf(Event) switch
        {
            EventKind.Fence when this[EventField.Stage] is not null => Mark.Halo,
            EventKind.Fence or EventKind.Manage or EventKind.Unmanage or EventKind.Activate or EventKind.Deactivate or EventKind.Reset
                or EventKind.Cleanup or EventKind.Clear or EventKind.PowerOn => SomeAdministrator,
            _ => Mark.Halo,
        },
    };

    /// <summary>A field's value; null where the line has no such field.</summary>
    public string? this[string field] =>
        Fields.FirstOrDefault(f => string.Equals(f.Name, field, StringComparison.Ordinal)).Value;

    /// <summary>The line for an event. A comment longer than 4,096 characters is cut.</summary>
    public static LogLine Of(ClusterEvent happened, string timestamp) =>
        new(timestamp, EventNames.NameOf(happened.Kind), happened.Object, Cut(happened.Comment))
        {
            Fields = [new EventField(ByField, happened.By), .. happened.Fields],
        };

    /// <summary>The line as it is written, without its newline.</summary>
    public string Format()
    {
        var line = new StringBuilder();
        ColumnText.Append(line, Timestamp);
        ColumnText.Append(line.Append('\t'), Event);
        ColumnText.Append(line.Append('\t'), Object);
        ColumnText.Append(line.Append('\t'), Comment);
        foreach (var field in Fields)
        {
            ColumnText.Append(line.Append('\t'), field.Name, isFieldName: true);
            ColumnText.Append(line.Append('='), field.Value);
        }

        return line.ToString();
    }

    /// <summary>Reads a line without its newline; null where it is none, and then <paramref name="problem"/> says why.</summary>
    public static LogLine? Parse(string text, out string? problem)
    {
        var line = text.AsSpan().TrimEnd('\r');
        if (line.ContainsAnyInRange('\0', '\u0008') || line.ContainsAnyInRange('\u000b', '\u001f') || line.Contains('\u007f'))
        {
            problem = "it has control characters, which HALO never writes";
            return null;
        }

        var columns = new string[FirstField];
        columns[FirstField - 1] = "";
        var fields = ImmutableArray.CreateBuilder<EventField>();
        var count = 0;
        foreach (var range in line.Split('\t'))
        {
            var column = line[range];
            if (count < FirstField)
            {
                columns[count] = ColumnText.Read(column);
            }
            else if (!column.IsEmpty && !TryReadField(column, fields, out problem))
            {
                return null;
            }

            count++;
        }

        problem = count < FewestColumns ? $"it has {count} of at least {FewestColumns} columns" : null;
        return problem is null
            ? new LogLine(columns[0], columns[1], columns[2], columns[3]) { Fields = fields.ToImmutable() }
            : null;
    }

    private static bool TryReadField(ReadOnlySpan<char> column, ImmutableArray<EventField>.Builder fields, out string? problem)
    {
        var equals = column.IndexOf('=');
        if (equals < 0)
        {
            problem = column.SequenceEqual(TornColumn) ? "it was torn when it was written" : "one of its fields is not name=value";
            return false;
        }

        problem = null;
        fields.Add(new EventField(ColumnText.Read(column[..equals]), ColumnText.Read(column[(equals + 1)..])));
        return true;
    }

    private static string Cut(string comment) =>
        comment.Length <= LongestComment ? comment : string.Concat(comment.AsSpan(0, LongestComment), "…");
}
