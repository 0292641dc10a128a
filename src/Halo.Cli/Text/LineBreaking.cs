namespace Halo.Cli.Text;

/// <summary>Breaks a line that is wider than the window; the rest stands under the line's own column.</summary>
internal static class LineBreaking
{
    /// <summary>The indent in a window that is too narrow for the line's own.</summary>
    private const int NarrowIndent = 4;

    /// <summary>The lines to show instead of <paramref name="line"/> in a window of that many columns.</summary>
    public static IEnumerable<TextLine> Break(TextLine line, int columns)
    {
        var text = line.ToString();
        var indent = line.Indent <= columns / 2 ? line.Indent : Math.Min(NarrowIndent, columns / 2);
        var start = 0;
        while (text.Length - start > Room(start))
        {
            // Never within the padding of the columns before the line's own, where the window holds those.
            var first = start == 0 && line.Indent < columns ? line.Indent : start;
            var end = BreakAt(text, first, start + Room(start));
            yield return Row(start, end);
            start = end;
            while (start < text.Length && text[start] == ' ')
            {
                start++;
            }
        }

        if (start < text.Length || text.Length == 0)
        {
            yield return Row(start, text.Length);
        }

        int Room(int from) => from == 0 ? columns : columns - indent;

        TextLine Row(int from, int to) => from == 0
            ? new TextLine([.. line.Slice(0, to)], line.Indent)
            : new TextLine([new(new string(' ', indent), Style.Plain), .. line.Slice(from, to - from)], line.Indent);
    }

    /// <summary>Before a space if there is one, else after the comma of a long nodeset, else where the window ends.</summary>
    private static int BreakAt(string text, int first, int limit)
    {
        if (limit <= first + 1)
        {
            return limit;
        }

        var space = text.LastIndexOf(' ', limit, limit - first);
        if (space > first)
        {
            return space;
        }

        var comma = text.LastIndexOf(',', limit - 1, limit - 1 - first);
        return comma > first ? comma + 1 : limit;
    }
}
