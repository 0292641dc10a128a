using System.Globalization;

namespace Halo.Configuration;

/// <summary>How words of the file look inside a message: in quotes, on one line, of bounded length.</summary>
internal static class Shown
{
    private const int Longest = 60;

    public static string Text(string text)
    {
        var shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
        return $"\"{string.Concat(shown.Select(c => IsPrintable(c) ? c : '?'))}\"";
    }

    /// <summary>Names in the order given, the first few of many.</summary>
    public static string Names(IReadOnlyCollection<string> names)
    {
        const int few = 8;
        var shown = names.Take(few).ToList();
        return names.Count <= few
            ? string.Join(", ", shown)
            : $"{string.Join(", ", shown)} and {names.Count - few} more";
    }

    /// <summary>Whether a character can be printed without moving the cursor or hiding what stands beside it.</summary>
    public static bool IsPrintable(char character) =>
        char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
