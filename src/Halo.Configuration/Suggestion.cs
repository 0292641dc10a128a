namespace Halo.Configuration;

/// <summary>Finds the known name that somebody probably meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>The closest known name, or null where none is close.</summary>
    public static string? Closest(string written, IEnumerable<string> known)
    {
        var best = Math.Max(1, written.Length / 3) + 1;
        string? closest = null;
        if (written.Length > LongestName)
        {
            return null;
        }

        foreach (var name in known)
        {
            if (Distance(written, name, best) is { } distance)
            {
                best = distance;
                closest = name;
            }
        }

        return closest;
    }

    /// <summary>
    /// How many letters must be inserted, removed, replaced or swapped with their neighbour (optimal string alignment),
    /// or null where that is not less than the limit. Case counts for nothing.
    /// </summary>
    private static int? Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) >= limit)
        {
            return null;
        }

        // Names are short here: the difference in length is less than the limit.
        Span<int> twoAbove = stackalloc int[right.Length + 1];
        Span<int> above = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = above[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            // The least of a row never becomes less further down.
            if (least >= limit)
            {
                return null;
            }

            var free = twoAbove;
            twoAbove = above;
            above = row;
            row = free;
        }

        return above[right.Length] < limit ? above[right.Length] : null;
    }

    private static bool Same(char left, char right) =>
        left == right || char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
