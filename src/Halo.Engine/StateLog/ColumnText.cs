using System.Globalization;
using System.Text;

namespace Halo.Engine.StateLog;

/// <summary>
/// The text of one column. Whatever would end a column or a line, act upon a terminal, or not survive UTF-8 is written as
/// <c>\t</c>, <c>\n</c>, <c>\r</c>, <c>\xNN</c> or <c>\uNNNN</c>, and a backslash as two, so that every text comes back exactly.
/// </summary>
internal static class ColumnText
{
    /// <summary>Adds a text to a line. A field's name ends at the first <c>=</c>, so one in it is escaped too.</summary>
    public static void Append(StringBuilder line, string text, bool isFieldName = false)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '~' and not '\\' && !(c == '=' && isFieldName))
            {
                line.Append(c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && !IsActedUpon(text, i))
            {
                line.Append(c).Append(text[++i]);
            }
            else
            {
                AppendOther(line, text, i);
            }
        }
    }

    /// <summary>The text that a column stands for. A backslash that begins no known escape stands for itself.</summary>
    public static string Read(ReadOnlySpan<char> column)
    {
        if (!column.Contains('\\'))
        {
            return column.ToString();
        }

        var text = new StringBuilder(column.Length);
        while (!column.IsEmpty)
        {
            var (c, used) = ReadOne(column);
            text.Append(c);
            column = column[used..];
        }

        return text.ToString();
    }

    private static void AppendOther(StringBuilder line, string text, int i)
    {
        var c = text[i];
        _ = c switch
        {
            '\\' => line.Append(@"\\"),
            '\t' => line.Append(@"\t"),
            '\n' => line.Append(@"\n"),
            '\r' => line.Append(@"\r"),
            _ when c <= '~' || char.IsControl(c) => line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
            _ when char.IsSurrogate(c) || IsActedUpon(text, i) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => line.Append(c),
        };
    }

    // Direction marks and the like turn a line round on a terminal; line and paragraph separators end it for some readers.
    private static bool IsActedUpon(string text, int i) => CharUnicodeInfo.GetUnicodeCategory(text, i) is
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static (char Char, int Used) ReadOne(ReadOnlySpan<char> rest)
    {
        if (rest[0] != '\\' || rest.Length < 2)
        {
            return (rest[0], 1);
        }

        return rest[1] switch
        {
            '\\' => ('\\', 2),
            't' => ('\t', 2),
            'n' => ('\n', 2),
            'r' => ('\r', 2),
            'x' when Hex(rest, 2) is { } c => (c, 4),
            'u' when Hex(rest, 4) is { } c => (c, 6),
            _ => ('\\', 1),
        };
    }

    private static char? Hex(ReadOnlySpan<char> escape, int digits) =>
        escape.Length >= 2 + digits
        && ushort.TryParse(escape.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;
}
