using Halo.Engine.Decisions;
using Halo.Engine.StateLog;

namespace Halo.Manager.StateLog;

/// <summary>The latest events since the list was last cleared, as the CLI shows them. Immutable.</summary>
internal sealed record EventHistory
{
    /// <summary>How many are kept.</summary>
    public const int LongestHistory = 1_000;

    /// <summary>No events.</summary>
    public static EventHistory Empty { get; } = new();

    /// <summary>The events, oldest first.</summary>
    public ImmutableQueue<NumberedEvent> Events { get; private init; } = [];

    /// <summary>The number of the latest event; 0 before the first.</summary>
    public long Last { get; private init; }

    private int Count { get; init; }

    /// <summary>The history after one more line; an administrator's <c>clear</c> ends what was before it.</summary>
    public EventHistory Add(LogLine line)
    {
        var (before, count) = EventNames.KindOf(line.Event) == EventKind.Clear ? ([], 0) : (Events, Count);
        var events = before.Enqueue(new NumberedEvent(Last + 1, line));
        return count < LongestHistory
            ? new EventHistory { Events = events, Last = Last + 1, Count = count + 1 }
            : new EventHistory { Events = events.Dequeue(), Last = Last + 1, Count = count };
    }

    /// <summary>The events with a higher number, oldest first.</summary>
    public IReadOnlyList<NumberedEvent> Since(long after) => [.. Events.Where(happened => happened.Number > after)];
}

/// <summary>An event as it stands in the state log.</summary>
/// <param name="Number">Counts the events of the manager's life, those included that it read at its start; no two share one.</param>
/// <param name="Line">The event.</param>
internal sealed record NumberedEvent(long Number, LogLine Line);
