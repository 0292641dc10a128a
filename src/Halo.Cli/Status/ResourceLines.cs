using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Nodesets;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>One line for each resource: <c>name (kind):  state on hosts: reason</c>, in columns.</summary>
internal static class ResourceLines
{
    /// <summary>Names beyond this length push their own line to the right instead of every line.</summary>
    private const int WidestName = 40;

    /// <summary>As wide as the labels of <see cref="HostLines"/>, so that ordinary pages have one left edge less.</summary>
    private const int NarrowestKind = HostLines.LabelWidth;

    /// <summary>The lines of all resources, or of those that are not as they should be.</summary>
    public static IEnumerable<TextLine> Of(StatusAnswer answer, bool onlyAbnormal)
    {
        var shown = answer.Resources.Where(r => !onlyAbnormal || !IsNormal(r)).ToList();
        var nameWidth = shown.Select(r => Name(r).Length).Where(l => l <= WidestName).DefaultIfEmpty(0).Max();
        var kindWidth = shown.Select(r => Kind(r).Length + 1).DefaultIfEmpty(0).Max();
        kindWidth = Math.Max(kindWidth, NarrowestKind);
        return shown.Select(r => Line(r, nameWidth, kindWidth));
    }

    private static bool IsNormal(ResourceStatus resource) =>
        resource is { State: "Running", Managed: true } && ResourceReason.Of(resource) is null;

    private static TextLine Line(ResourceStatus resource, int nameWidth, int kindWidth)
    {
        var parts = ImmutableArray.CreateBuilder<StyledText>();
        parts.Add(new($"{Name(resource).PadRight(nameWidth)} {Kind(resource).PadRight(kindWidth)}", Style.Plain));
        parts.Add(new(Printable.Escape(resource.State), StyleOf(resource.State)));
        if (!resource.Managed)
        {
            parts.Add(new(" (Unmanaged)", Style.Attention));
        }

        if (resource.RunningOn.Length > 0)
        {
            parts.Add(new($" on {Printable.Escape(Nodeset.Fold(resource.RunningOn))}", Style.Plain));
        }

        if (ResourceReason.Of(resource) is { } reason)
        {
            parts.Add(new($": {Printable.Escape(reason)}", Style.Plain));
        }

        return new TextLine(parts.ToImmutable(), nameWidth + 1 + kindWidth);
    }

    private static string Name(ResourceStatus resource) => Printable.Escape(resource.Id);

    private static string Kind(ResourceStatus resource) => $"({Printable.Escape(resource.Kind)}):";

    private static Style StyleOf(string state) => state switch
    {
        "Running" => Style.Good,
        "Running (Failed Over)" or "Stopped" => Style.Attention,
        _ => Style.Bad,
    };
}
