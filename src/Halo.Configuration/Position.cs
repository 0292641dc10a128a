namespace Halo.Configuration;

/// <summary>A place in the file: line and column, both from 1.</summary>
internal readonly record struct Position(int Line, int Column)
{
    /// <summary>The file as a whole.</summary>
    public static Position WholeFile => default;

    /// <summary>The beginning of the file.</summary>
    public static Position Start => new(1, 1);

    /// <summary>The place of the character at <paramref name="index"/>.</summary>
    public static Position Of(ReadOnlySpan<char> text, int index)
    {
        var before = text[..index];
        return new Position(before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
