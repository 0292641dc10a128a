namespace Halo.Nodesets;

/// <summary>
/// Sorts names as people do: numbers in them by value (<c>oss2</c> before <c>oss10</c>), the less padded first
/// (<c>n8</c>, <c>n08</c>), everything else by its characters.
/// </summary>
public sealed class NaturalNameOrder : IComparer<string>
{
    private NaturalNameOrder()
    {
    }

    /// <summary>The only instance.</summary>
    public static NaturalNameOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var order = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(ref left, ref right)
                : CompareCharacters(ref left, ref right);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareCharacters(ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        var order = left[0].CompareTo(right[0]);
        left = left[1..];
        right = right[1..];
        return order;
    }

    private static int CompareNumbers(ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        var leftDigits = TakeDigits(ref left);
        var rightDigits = TakeDigits(ref right);
        var leftValue = leftDigits.TrimStart('0');
        var rightValue = rightDigits.TrimStart('0');

        // Numbers without leading zeros: the longer is the larger, however long they are.
        var order = leftValue.Length.CompareTo(rightValue.Length);
        order = order != 0 ? order : leftValue.SequenceCompareTo(rightValue);
        return order != 0 ? order : leftDigits.Length.CompareTo(rightDigits.Length);
    }

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits;
    }
}
