using Halo.Engine.Decisions;
using Halo.Engine.StateLog;

namespace Halo.Manager.StateLog;

/// <summary>The latest events since the list was last cleared, as <c>halo status</c> shows them. Immutable.</summary>
internal sealed record EventHistory
{
    /// <summary>How many are kept.</summary>
    public const int LongestHistory = 1_000;

    /// <summary>No events.</summary>
    public static EventHistory Empty { get; } = new();

    /// <summary>The events, oldest first.</summary>
    public ImmutableQueue<LogLine> Lines { get; private init; } = [];

    private int Count { get; init; }

    /// <summary>The history after one more line; an administrator's <c>clear</c> empties it.</summary>
    public EventHistory Add(LogLine line)
    {
        if (Clears(line))
        {
            return Empty;
        }

        var lines = Lines.Enqueue(line);
        return Count < LongestHistory
            ? new EventHistory { Lines = lines, Count = Count + 1 }
            : new EventHistory { Lines = lines.Dequeue(), Count = Count };
    }

    /// <summary>Whether a line ends the list of events before it.</summary>
    public static bool Clears(LogLine line) => EventNames.KindOf(line.Event) == EventKind.Clear;
}
