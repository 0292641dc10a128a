using System.Text;
using Halo.Cli.Text;

namespace Halo.Cli.Terminals;

/// <summary>
/// A watch on a terminal: the pages are drawn on the alternate screen, so that what stood there before is back when the
/// watch ends. A page is written at once, over the old one and without clearing first, so that nothing flickers.
/// </summary>
internal sealed class AlternateScreen : IPageView
{
    // xterm's private modes: 1049 alternate screen, 25 cursor, 7 wrap at the right edge.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearRestOfLine = "\e[K";
    private const string ClearRestOfScreen = "\e[J";

    private readonly Surroundings _surroundings;
    private WindowSize _window = new(80, 24);

    public AlternateScreen(Surroundings surroundings)
    {
        _surroundings = surroundings;
        Write(Enter);
    }

    /// <summary>Never: who closes a terminal sends SIGHUP.</summary>
    public bool IsAbandoned => false;

    public void Show(IReadOnlyList<TextLine> page)
    {
        _window = _surroundings.Window() ?? _window;
        var rows = Cut([.. page.SelectMany(line => LineBreaking.Break(line, _window.Columns))], _window.Rows);
        var frame = new StringBuilder(Home);
        for (var i = 0; i < rows.Count; i++)
        {
            // No line end after the last row: it would scroll.
            frame.Append(i == 0 ? "" : "\r\n")
                .Append(LinePainter.Paint(rows[i], _surroundings.UseColour))
                .Append(ClearRestOfLine);
        }

        Write(frame.Append(ClearRestOfScreen).ToString());
    }

    public void Dispose() => Write(Leave);

    private static List<TextLine> Cut(List<TextLine> rows, int height)
    {
        if (rows.Count <= height)
        {
            return rows;
        }

        var hidden = rows.Count - (height - 1);
        return [.. rows.Take(height - 1), TextLine.Of($"({hidden} more lines: make the window taller, or see less with -x)", Style.Faint)];
    }

    private void Write(string text)
    {
        _surroundings.Output.Write(text);
        _surroundings.Output.Flush();
    }
}
