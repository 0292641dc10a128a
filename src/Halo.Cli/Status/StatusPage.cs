using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>The state of the cluster for a person: a pure function from the manager's answer to lines (design §9).</summary>
internal static class StatusPage
{
    /// <summary>The lines, unbroken; none at all where only what is abnormal is asked for and all is well.</summary>
    /// <param name="answer">What the manager said.</param>
    /// <param name="selection">Which part of it is shown.</param>
    public static IReadOnlyList<TextLine> Lines(StatusAnswer answer, StatusSelection selection)
    {
        List<TextLine> state =
        [
            .. Version(answer),
            .. StateLog(answer),
            .. ResourceLines.Of(answer, selection.OnlyAbnormal),
            .. HostLines.Of(answer, selection.OnlyAbnormal),
            .. WaitingLines.Of(answer),
        ];

        List<TextLine> cutOff = [.. CutOff(answer)];

        // Observe mode is somebody's choice and no trouble by itself; beside a trouble it explains why HALO does nothing.
        var mode = selection.OnlyAbnormal && state.Count == 0 && cutOff.Count == 0 ? [] : Mode(answer);
        return [.. cutOff, .. mode, .. state, .. EventLines.Of(answer, selection.Events)];
    }

    private static IEnumerable<TextLine> CutOff(StatusAnswer answer)
    {
        if (answer.CutOff is { } because)
        {
            yield return TextLine.Of(
                $"CUT OFF: {Printable.Escape(because)}; HALO fences nobody by itself (F6)",
                Style.Bad,
                "CUT OFF: ".Length);
        }
    }

    private static IEnumerable<TextLine> Mode(StatusAnswer answer) => answer.Mode switch
    {
        "manage" => [],
        "observe" => [TextLine.Of("Mode: observe (HALO only watches and reports)", Style.Attention, "Mode: ".Length)],
        var other => [TextLine.Of($"Mode: {Printable.Escape(other)}", Style.Attention)],
    };

    private static IEnumerable<TextLine> Version(StatusAnswer answer)
    {
        if (!string.Equals(answer.Version, HaloVersion.Text, StringComparison.Ordinal))
        {
            yield return TextLine.Of(
                $"Version: the manager is {Printable.Escape(answer.Version)}, this is halo {HaloVersion.Text}; " +
                "restart the manager after an upgrade (no managed service notices)",
                Style.Attention,
                "Version: ".Length);
        }
    }

    private static IEnumerable<TextLine> StateLog(StatusAnswer answer)
    {
        if (answer.LogTrouble is { } trouble)
        {
            yield return TextLine.Of(
                $"State log: not written ({Printable.Escape(trouble)}); HALO goes on, but do not restart the manager before this is mended",
                Style.Attention,
                "State log: ".Length);
        }
    }
}
