using System.Globalization;

namespace Halo.Nodesets;

/// <summary>
/// A set of numbers in one place of a name, as text: <c>7</c>, or <c>[08-11,20]</c>. Numbers of one width of which some
/// begin with a zero are one sequence, all others another, so that nothing is lost when the text is read again.
/// </summary>
internal static class FoldedNumbers
{
    /// <summary>Folds numbers that are distinct as texts.</summary>
    public static string Text(IReadOnlyCollection<string> numbers)
    {
        if (numbers.Count == 1)
        {
            return numbers.First();
        }

        var paddedWidths = numbers.Where(IsPadded).Select(n => n.Length).ToHashSet();
        var pieces = numbers
            .GroupBy(n => paddedWidths.Contains(n.Length) ? n.Length : 0)
            .SelectMany(Pieces)
            .Order(NaturalNameOrder.Instance);
        return $"[{string.Join(',', pieces)}]";
    }

    private static IEnumerable<string> Pieces(IEnumerable<string> numbers)
    {
        string? first = null;
        string? last = null;
        foreach (var number in numbers.OrderBy(Value))
        {
            if (last is not null && Value(number) != Value(last) + 1)
            {
                yield return Piece(first!, last);
                first = null;
            }

            first ??= number;
            last = number;
        }

        yield return Piece(first!, last!);
    }

    private static string Piece(string first, string last) =>
        string.Equals(first, last, StringComparison.Ordinal) ? first : $"{first}-{last}";

    private static bool IsPadded(string number) => number.Length > 1 && number[0] == '0';

    private static long Value(string number) => long.Parse(number, CultureInfo.InvariantCulture);
}
