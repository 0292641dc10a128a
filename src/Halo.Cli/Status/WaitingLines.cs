using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Nodesets;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>Why HALO does not do what one might expect of it: what waits for what, what a rule forbids, and what it holds still.</summary>
internal static class WaitingLines
{
    private const int Indent = 4;
    private const string HeldRule = "K7";
    private const string UnmanagedRule = "P5";

    /// <summary>The lines, each kind under its heading; none where there is nothing to tell.</summary>
    public static IEnumerable<TextLine> Of(StatusAnswer answer) =>
    [
        .. Section("Waiting:", answer.WaitsFor
            .GroupBy(w => (w.Rule, w.Because, w.WayOut), w => w.Object)
            .Select(w => $"{Nodeset.Fold(w)}: {Clause(w.Key.Because)} ({w.Key.Rule}); way out: {Clause(w.Key.WayOut)}")),
        .. Section("Refused:", answer.Refusals
            .Where(r => !answer.WaitsFor.Any(w => (w.Object, w.Rule, w.Because) == (r.Object, r.Rule, r.Because)))
            .GroupBy(r => (r.Wanted, r.Rule, r.Because), r => r.Object)
            .Select(r => $"{Nodeset.Fold(r)}: {r.Key.Wanted}: {Clause(r.Key.Because)} ({r.Key.Rule})")),
        .. Section("Unmanaged:", Untouched(answer, UnmanagedRule, answer.Unmanaged.Select(group => (group.Group, group.Because)))),
        .. Section("Held:", Untouched(answer, HeldRule, answer.Held.Select(group => (group.Group, group.Because)))),
        .. Section("Left over in the state log:", answer.Orphans),
    ];

    /// <summary>Groups on which HALO does not act, where they do not wait for that anyhow.</summary>
    private static IEnumerable<string> Untouched(StatusAnswer answer, string rule, IEnumerable<(string Name, string Because)> groups) => groups
        .Where(group => !answer.WaitsFor.Any(wait => (wait.Object, wait.Rule) == (group.Name, rule)))
        .GroupBy(group => group.Because, group => group.Name, StringComparer.Ordinal)
        .Select(same => $"{Nodeset.Fold(same)}: {Clause(same.Key)} ({rule}); way out: halo manage {Nodeset.Fold(same)}");

    private static IEnumerable<TextLine> Section(string heading, IEnumerable<string> entries)
    {
        var lines = entries.Select(e => TextLine.Of($"  {Printable.Escape(e)}", Style.Plain, Indent)).ToList();
        return lines.Count == 0 ? [] : lines.Prepend(TextLine.Of(heading, Style.Heading));
    }

    /// <summary>The manager's sentences stand in the middle of a line here.</summary>
    private static string Clause(string sentence) => sentence.TrimEnd('.');
}
