using Halo.Engine.Decisions;
using Halo.Manager.Loop;
using Halo.Protocol.Cli;

namespace Halo.Manager.Events;

/// <summary>An event in the words of the CLI.</summary>
internal static class EventReport
{
    /// <summary>The event.</summary>
    public static EventStatus Of(TimedEvent timed) => new()
    {
        Timestamp = timed.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
        Event = Name(timed.Event.Kind),
        Object = timed.Event.Object,
        By = timed.Event.By,
        Comment = timed.Event.Comment.Length > 0 ? timed.Event.Comment : null,
        Fields = Fields(timed.Event.Fields),
    };

    /// <summary>The word for a kind of event: <c>conflict-over</c>.</summary>
    public static string Name(EventKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static SortedDictionary<string, string> Fields(ImmutableArray<EventField> fields)
    {
        var named = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            named[field.Name] = field.Value;
        }

        return named;
    }
}
