namespace Halo.Agents.Ocf;

/// <summary>
/// Durations as meta-data writes them: a number of seconds (<c>100</c>), or numbers with units (<c>300s</c>, <c>2m30s</c>,
/// <c>1h</c>, <c>500ms</c>).
/// </summary>
public static class OcfDuration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Reads a duration; false for what is none, is zero, or is longer than a day.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            var digits = LengthOf(rest, char.IsAsciiDigit);
            var letters = LengthOf(rest[digits..], char.IsAsciiLetter);
            if (!int.TryParse(rest[..digits], out var count)
                || Unit(rest.Slice(digits, letters)) is not TimeSpan unit
                || count > Longest / unit)
            {
                return false;
            }

            duration += count * unit;
            rest = rest[(digits + letters)..].TrimStart();
        }

        return duration > TimeSpan.Zero && duration <= Longest;
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }

    private static TimeSpan? Unit(ReadOnlySpan<char> name) => name switch
    {
        "" or "s" or "sec" => TimeSpan.FromSeconds(1),
        "ms" or "msec" => TimeSpan.FromMilliseconds(1),
        "m" or "min" => TimeSpan.FromMinutes(1),
        "h" or "hr" => TimeSpan.FromHours(1),
        _ => null,
    };
}
