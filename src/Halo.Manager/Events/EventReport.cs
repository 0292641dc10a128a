using Halo.Engine.StateLog;
using Halo.Manager.StateLog;
using Halo.Protocol.Cli;

namespace Halo.Manager.Events;

/// <summary>An event in the words of the CLI.</summary>
internal static class EventReport
{
    /// <summary>The event.</summary>
    public static EventStatus Of(NumberedEvent happened) => new()
    {
        Timestamp = happened.Line.Timestamp,
        Event = happened.Line.Event,
        Object = happened.Line.Object,
        By = happened.Line.By,
        Comment = happened.Line.Comment.Length > 0 ? happened.Line.Comment : null,
        Fields = Fields(happened.Line),
    };

    private static SortedDictionary<string, string> Fields(LogLine line)
    {
        var named = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in line.Fields.Where(field => !string.Equals(field.Name, LogLine.ByField, StringComparison.Ordinal)))
        {
            named[field.Name] = field.Value;
        }

        return named;
    }
}
