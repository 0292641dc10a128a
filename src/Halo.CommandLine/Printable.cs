using System.Globalization;
using System.Text;

namespace Halo.CommandLine;

/// <summary>
/// Makes text safe to print. What the manager tells comes from configuration files, agents and administrators; a control
/// sequence in it must not move a cursor, and a direction mark must not turn a line round.
/// </summary>
public static class Printable
{
    /// <summary>The text with every character that a terminal would act upon written as an escape, such as <c>\x1b</c>.</summary>
    public static string Escape(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var found = Rune.DecodeFromUtf16(rest, out var rune, out var used) == System.Buffers.OperationStatus.Done;
            if (!found)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[0]:x4}");
            }
            else if (IsActedUpon(rune))
            {
                AppendEscape(escaped, rune);
            }
            else
            {
                escaped.Append(rest[..used]);
            }

            rest = rest[used..];
        }

        return escaped.ToString();
    }

    private static bool IsActedUpon(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void AppendEscape(StringBuilder escaped, Rune rune) => _ = rune.Value switch
    {
        '\n' => escaped.Append("\\n"),
        '\r' => escaped.Append("\\r"),
        '\t' => escaped.Append("\\t"),
        < 0x100 => escaped.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        < 0x10000 => escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => escaped.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };
}
