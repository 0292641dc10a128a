using Halo.Cli.Text;

namespace Halo.Cli.Terminals;

/// <summary>A watch in a pipe or file: each page that differs from the one before, with an empty line between two.</summary>
internal sealed class PageStream(Surroundings surroundings) : IPageView
{
    private string? _last;

    public bool IsAbandoned => surroundings.OutputIsAbandoned();

    public void Show(IReadOnlyList<TextLine> page)
    {
        var text = string.Concat(page.Select(line => $"{line}\n"));
        if (string.Equals(text, _last, StringComparison.Ordinal))
        {
            return;
        }

        surroundings.Output.Write(_last is null ? text : $"\n{text}");
        surroundings.Output.Flush();
        _last = text;
    }

    public void Dispose()
    {
    }
}
