namespace Halo.Cli.Text;

/// <summary>What a piece of text means to the reader; a terminal shows it as a colour.</summary>
internal enum Style
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>The title of what follows.</summary>
    Heading,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but not as it should be.</summary>
    Attention,

    /// <summary>Broken, or nobody knows.</summary>
    Bad,

    /// <summary>Of less importance.</summary>
    Faint,
}

/// <summary>A piece of a line in one style. <paramref name="Text"/> is printable already.</summary>
internal readonly record struct StyledText(string Text, Style Style);

/// <summary>A line to be shown.</summary>
/// <param name="Parts">Its pieces from left to right.</param>
/// <param name="Indent">The column under which the rest stands when the line is broken to fit a window.</param>
internal sealed record TextLine(ImmutableArray<StyledText> Parts, int Indent)
{
    /// <summary>The number of columns that the line takes.</summary>
    public int Length => Parts.Sum(part => part.Text.Length);

    /// <summary>A line of one style.</summary>
    public static TextLine Of(string text, Style style = Style.Plain, int indent = 0) => new([new(text, style)], indent);

    /// <summary>The line's text without its styles.</summary>
    public override string ToString() => string.Concat(Parts.Select(part => part.Text));

    /// <summary>Some of the line's columns, in their styles.</summary>
    public IEnumerable<StyledText> Slice(int start, int length)
    {
        foreach (var (text, style) in Parts)
        {
            var from = Math.Clamp(start, 0, text.Length);
            var to = Math.Clamp(start + length, 0, text.Length);
            if (to > from)
            {
                yield return new StyledText(text[from..to], style);
            }

            start -= text.Length;
        }
    }
}
