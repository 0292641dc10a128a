using Halo.Cli.Text;

namespace Halo.Cli.Terminals;

/// <summary>Where a watch shows its pages.</summary>
internal interface IPageView : IDisposable
{
    /// <summary>Shows a page instead of the one before.</summary>
    void Show(IReadOnlyList<TextLine> page);
}
