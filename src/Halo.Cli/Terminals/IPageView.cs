using Halo.Cli.Text;

namespace Halo.Cli.Terminals;

/// <summary>Where a watch shows its pages.</summary>
internal interface IPageView : IDisposable
{
    /// <summary>Whether nobody looks any more.</summary>
    bool IsAbandoned { get; }

    /// <summary>Shows a page instead of the one before.</summary>
    void Show(IReadOnlyList<TextLine> page);
}
