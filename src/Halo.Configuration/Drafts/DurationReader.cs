using System.Globalization;
using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>
/// Durations: a whole number and <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>; a bare number is seconds.
/// </summary>
internal sealed class DurationReader(ValueReader values)
{
    private const int MostDigits = 9;

    /// <summary>The duration, or null where there is no value and after a report.</summary>
    public TimeSpan? Read(YamlValue? value, string what, TimeSpan least, TimeSpan most)
    {
        if (value is null || values.Text(value, what) is not { } text)
        {
            return null;
        }

        if (Parse(text.Text) is not { } duration)
        {
            values.Faults.Add(text.At, $"{what} must be a duration such as 200ms, 5s, 2m or 1h, not {Shown.Text(text.Text)}");
            return null;
        }

        if (duration < least || duration > most)
        {
            values.Faults.Add(text.At, $"{what} must be from {Text(least)} to {Text(most)}, not {Text(duration)}");
            return null;
        }

        return duration;
    }

    /// <summary>The duration in the largest unit that gives a whole number; a minute is said as 60s.</summary>
    public static string Text(TimeSpan duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        return milliseconds % 1000 != 0 ? $"{milliseconds}ms"
            : milliseconds % 60_000 != 0 || milliseconds <= 60_000 ? $"{milliseconds / 1000}s"
            : milliseconds % 3_600_000 != 0 ? $"{milliseconds / 60_000}m"
            : $"{milliseconds / 3_600_000}h";
    }

    private static TimeSpan? Parse(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is 0 or > MostDigits)
        {
            return null;
        }

        var number = long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        return text[digits..].TrimStart(' ') switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "" or "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => null,
        };
    }
}
