namespace Halo.Nodesets;

/// <summary>
/// One operand of a nodeset, such as <c>r[1-2]n[01-18]-ib</c>: literal text and brackets in turn. It knows how many
/// names it stands for before it expands them.
/// </summary>
internal sealed class NodesetOperand
{
    private readonly List<object> _parts = [];

    /// <summary>The number of names, or more than the limit where it would be beyond all counting.</summary>
    public long Count { get; private set; } = 1;

    /// <summary>The length of the longest name.</summary>
    public int LongestName { get; private set; }

    public bool IsEmpty => _parts.Count == 0;

    public void Add(string literal)
    {
        _parts.Add(literal);
        LongestName += literal.Length;
    }

    public void Add(List<NumberRange> bracket)
    {
        _parts.Add(bracket);
        LongestName += bracket.Max(range => range.LongestText);

        // Each range counts at most 10^15 and the product so far is bounded, so neither sum nor product overflows.
        var numbers = 0L;
        foreach (var range in bracket)
        {
            numbers = Bounded(numbers + range.Count);
        }

        Count = Bounded(Count * numbers);
    }

    public List<string> Expand()
    {
        var names = new List<string> { string.Empty };
        foreach (var part in _parts)
        {
            names = part is List<NumberRange> bracket
                ? [.. names.SelectMany(_ => bracket.SelectMany(range => range.Texts()), string.Concat)]
                : names.ConvertAll(name => name + (string)part);
        }

        return names;
    }

    private static long Bounded(long count) => Math.Min(count, NodesetLimits.MaxNames + 1L);
}
