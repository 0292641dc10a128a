namespace Halo.Configuration.Yaml;

/// <summary>
/// Finds the tab that YAML forbids in indentation. It is the mistake that people make most, and the parser reports it
/// at the beginning of the mapping around it.
/// </summary>
internal static class TabIndentation
{
    /// <summary>The first tab in the indentation of a line from <paramref name="firstLine"/> on, if one is.</summary>
    public static Position? Find(string text, int firstLine)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var tab = line.IndexOf('\t');
            if (number >= firstLine && tab >= 0 && line[..tab].IsWhiteSpace() && !line.IsWhiteSpace())
            {
                return new Position(number, tab + 1);
            }
        }

        return null;
    }
}
