using System.Globalization;
using System.Text;
using Halo.CommandLine;

namespace Halo.Cli.Terminals;

/// <summary>
/// Lines at the end of a terminal's output that are rewritten in place while something is going on. In a pipe, and on a terminal
/// without control sequences, there are none.
/// </summary>
internal sealed class ProgressBlock(Surroundings surroundings)
{
    private int _rows;

    /// <summary>Shows these lines instead of the ones before; those for which the window has no room are counted.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        Erase();
        if (!surroundings.TerminalIsCapable || surroundings.Window() is not { } window)
        {
            return;
        }

        // One row is the cursor's, and a line that fills its row would take two.
        var room = Math.Max(1, window.Rows - 1);
        var shown = lines.Count <= room ? lines : [.. lines.Take(room - 1), $"and {lines.Count - room + 1} more"];
        var text = new StringBuilder();
        foreach (var line in shown)
        {
            text.Append(Cut(Printable.Escape(line), window.Columns - 1)).Append('\n');
        }

        _rows = shown.Count;
        Write(text.ToString());
    }

    /// <summary>Takes the lines away, so that something that stays can be written in their place.</summary>
    public void Erase()
    {
        if (_rows > 0)
        {
            // ECMA-48: cursor up, erase to the end of the screen.
            Write(string.Create(CultureInfo.InvariantCulture, $"\e[{_rows}A\r\e[J"));
            _rows = 0;
        }
    }

    private static string Cut(string line, int columns) => line.Length <= columns ? line : line[..Math.Max(0, columns)];

    private void Write(string text)
    {
        surroundings.Output.Write(text);
        surroundings.Output.Flush();
    }
}
