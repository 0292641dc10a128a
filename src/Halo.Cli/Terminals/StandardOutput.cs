namespace Halo.Cli.Terminals;

/// <summary>A terminal's size in characters.</summary>
internal readonly record struct WindowSize(int Columns, int Rows);

/// <summary>What the kernel knows of standard output.</summary>
internal static class StandardOutput
{
    /// <summary>A serial console does not tell its size: then this is what every terminal has had since the VT100.</summary>
    private static readonly WindowSize Traditional = new(80, 24);

    /// <summary>The size of the terminal, or null where standard output is a pipe or a file.</summary>
    public static WindowSize? Window()
    {
        if (Console.IsOutputRedirected)
        {
            return null;
        }

        var told = LibC.IoControl(StandardStream.Output, LibC.GetWindowSize, out var size) == 0;
        return told && size is { Columns: > 0, Rows: > 0 } ? new WindowSize(size.Columns, size.Rows) : Traditional;
    }

    /// <summary>Whether standard output is a pipe that nobody reads any more.</summary>
    public static bool IsAbandoned() => (LibC.Poll(StandardStream.Output, wanted: 0, timeoutMilliseconds: 0) & LibC.Error) != 0;
}
