namespace Halo.Configuration;

/// <summary>Finds the known name that somebody probably meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary><c>; did you mean NAME?</c> for the closest known name, or nothing where none is close.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestName)
        {
            return string.Empty;
        }

        var best = Math.Max(1, written.Length / 3) + 1;
        string? closest = null;
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - written.Length) < best && Distance(written, name) is var distance && distance < best)
            {
                best = distance;
                closest = name;
            }
        }

        return closest is null ? string.Empty : $"; did you mean {closest}?";
    }

    /// <summary>
    /// How many letters must be inserted, removed, replaced or swapped with their neighbour (optimal string alignment). Case
    /// counts for nothing.
    /// </summary>
    private static int Distance(string left, string right)
    {
        var twoAbove = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = above[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }

            (twoAbove, above) = (above, row);
        }

        return above[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
