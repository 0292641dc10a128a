using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.StateLog;

namespace Halo.Manager.Events;

/// <summary>An event as a line of the manager's log: <c>fence done oss00, by root: verified off</c>.</summary>
internal static class EventText
{
    /// <summary>The line; who did it where that was not HALO by itself, and always of a fence.</summary>
    public static string Of(ClusterEvent happened)
    {
        var stage = happened[EventField.Stage] is { } value ? $" {value}" : "";
        var what = happened.Object.Length > 0 ? $" {happened.Object}" : "";
        var by = happened.Kind == EventKind.Fence || !string.Equals(happened.By, Mark.Halo, StringComparison.Ordinal) ? $", by {happened.By}" : "";
        var comment = happened.Comment.Length > 0 ? $": {happened.Comment}" : "";
        return $"{EventNames.NameOf(happened.Kind)}{stage}{what}{by}{comment}";
    }
}
