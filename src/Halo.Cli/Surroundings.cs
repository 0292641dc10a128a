using Halo.Cli.Terminals;
using Halo.Cli.Text;
using Halo.CommandLine;

namespace Halo.Cli;

/// <summary>All that the program sees of the process it runs in, so that a test can run every command as a user does.</summary>
internal sealed record Surroundings
{
    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Looks up an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The size of the terminal that shows standard output, asked anew each time; null where there is none.</summary>
    public required Func<WindowSize?> Window { get; init; }

    /// <summary>Whether standard output is a pipe that nobody reads any more.</summary>
    public required Func<bool> OutputIsAbandoned { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the terminal understands control sequences at all.</summary>
    public bool TerminalIsCapable => Window() is not null && Variable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>Whether to colour the output: on a terminal, unless <c>NO_COLOR</c> is set to anything (no-color.org).</summary>
    public bool UseColour => TerminalIsCapable && string.IsNullOrEmpty(Variable("NO_COLOR"));

    /// <summary>Who became this user with sudo(8); null where nobody did.</summary>
    public string? SudoUser => Variable("SUDO_USER") is { Length: > 0 } user ? user : null;

    /// <summary>How the command line is read and how the program ends.</summary>
    public CommandLineProgram Program => new("halo", Output, Error);

    /// <summary>Prints one line of text that may hold anything.</summary>
    public void Print(string text) => Output.WriteLine(Printable.Escape(text));

    /// <summary>
    /// Prints a line: on a terminal broken at its width, in a pipe never broken, so that grep finds the whole of it.
    /// </summary>
    public void Print(TextLine line)
    {
        foreach (var row in Window() is { } window ? LineBreaking.Break(line, window.Columns) : [line])
        {
            Output.WriteLine(LinePainter.Paint(row, UseColour));
        }
    }
}
