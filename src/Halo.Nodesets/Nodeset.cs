namespace Halo.Nodesets;

/// <summary>
/// A set of host names in the notation of ClusterShell: <c>oss[13-15,17-19]</c>, suffixes <c>oss[1-3]-ib</c>, several
/// brackets <c>r[1-2]n[01-18]</c>, steps <c>n[0-6/2]</c>. Padding is kept: <c>n1</c> and <c>n01</c> are two hosts. The
/// operators <c>,</c> (union), <c>!</c> (difference), <c>&amp;</c> (intersection) and <c>^</c> (either, not both) work
/// from left to right without precedence. Bounds are in <see cref="NodesetLimits"/>. Immutable.
/// </summary>
public sealed class Nodeset
{
    private readonly Lazy<string> _folded;

    private Nodeset(IEnumerable<string> names)
    {
        Names = [.. names.Order(NaturalNameOrder.Instance)];
        _folded = new Lazy<string>(() => NodesetFolder.Fold(Names));
    }

    /// <summary>
    /// The expanded names without repetition, numbers in them sorted by value. Empty where operators left nothing over,
    /// as in <c>oss1!oss1</c>.
    /// </summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Reads one nodeset.</summary>
    /// <param name="text">The text, such as <c>oss[00-07]!oss03</c>.</param>
    /// <param name="nodeset">The nodeset, or null where the text is not one.</param>
    /// <param name="error">One sentence that says what is wrong and where, or null.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Nodeset? nodeset, [NotNullWhen(false)] out string? error) =>
        TryParse([text], out nodeset, out error);

    /// <summary>
    /// Reads several nodesets, as arguments of a command: their union. The bounds hold for all of them together.
    /// </summary>
    /// <param name="arguments">The texts, at least one.</param>
    /// <param name="nodeset">The union, or null where some text is not a nodeset.</param>
    /// <param name="error">One sentence that says what is wrong and where, or null.</param>
    public static bool TryParse(
        IEnumerable<string> arguments, [NotNullWhen(true)] out Nodeset? nodeset, [NotNullWhen(false)] out string? error)
    {
        var union = new HashSet<string>(StringComparer.Ordinal);
        var budget = NodesetLimits.MaxNames;
        var any = false;
        nodeset = null;
        foreach (var argument in arguments)
        {
            var parser = new NodesetParser(argument, budget);
            if (!parser.TryRun(out var names, out error))
            {
                return false;
            }

            union.UnionWith(names);
            budget = parser.Budget;
            any = true;
        }

        nodeset = any ? new Nodeset(union) : null;
        error = any ? null : "cannot read a nodeset: none is given";
        return any;
    }

    /// <summary>
    /// The shortest usual text for a set of names: sorted, folded into brackets, never with steps. For names that a
    /// nodeset can hold, reading the text again gives exactly these names; any other name is written as it is.
    /// </summary>
    public static string Fold(IEnumerable<string> names) => NodesetFolder.Fold(names);

    /// <summary>The folded, sorted text; empty for an empty nodeset.</summary>
    public override string ToString() => _folded.Value;
}
