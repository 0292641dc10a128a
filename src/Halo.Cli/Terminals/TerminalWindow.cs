namespace Halo.Cli.Terminals;

/// <summary>A terminal's size in characters.</summary>
internal readonly record struct WindowSize(int Columns, int Rows);

/// <summary>Asks the kernel for the terminal's size.</summary>
internal static class TerminalWindow
{
    /// <summary>A serial console does not tell its size: then this is what every terminal has had since the VT100.</summary>
    private static readonly WindowSize Traditional = new(80, 24);

    /// <summary>The size of the terminal behind standard output, or null where that is a pipe or a file.</summary>
    public static WindowSize? OfStandardOutput()
    {
        if (Console.IsOutputRedirected)
        {
            return null;
        }

        var size = new WindowSize(Console.WindowWidth, Console.WindowHeight);
        return size is { Columns: > 0, Rows: > 0 } ? size : Traditional;
    }
}
