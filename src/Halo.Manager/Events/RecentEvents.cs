using Halo.Engine.Decisions;
using Halo.Manager.Loop;

namespace Halo.Manager.Events;

/// <summary>The events that the loop keeps in memory.</summary>
internal sealed class RecentEvents(ISnapshots snapshots) : IEventHistory
{
    /// <inheritdoc/>
    public long Last => snapshots.Snapshot.LastEvent;

    /// <inheritdoc/>
    public IReadOnlyList<TimedEvent> Since(long after) => [.. SinceCleared(snapshots.Snapshot).Where(happened => happened.Number > after)];

    /// <summary>The events of a snapshot since the list was last cleared; who cleared it, and why, comes first.</summary>
    public static IReadOnlyList<TimedEvent> SinceCleared(ClusterSnapshot snapshot)
    {
        var all = snapshot.Events.ToList();
        var cleared = all.FindLastIndex(happened => happened.Event.Kind == EventKind.Clear);
        return cleared <= 0 ? all : all.GetRange(cleared, all.Count - cleared);
    }
}
