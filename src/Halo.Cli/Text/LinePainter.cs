using System.Text;

namespace Halo.Cli.Text;

/// <summary>Turns a line into the characters that are written, with or without colour (ECMA-48 SGR sequences).</summary>
internal static class LinePainter
{
    /// <summary>The line as it is written, without its end.</summary>
    public static string Paint(TextLine line, bool colour)
    {
        if (!colour)
        {
            return line.ToString();
        }

        var painted = new StringBuilder();
        foreach (var (text, style) in line.Parts)
        {
            _ = Sequence(style) is { } sequence
                ? painted.Append("\e[").Append(sequence).Append('m').Append(text).Append("\e[0m")
                : painted.Append(text);
        }

        return painted.ToString();
    }

    private static string? Sequence(Style style) => style switch
    {
        Style.Plain => null,
        Style.Heading => "1",
        Style.Good => "32",
        Style.Attention => "33",
        Style.Bad => "31",
        Style.Faint => "2",
    };
}
