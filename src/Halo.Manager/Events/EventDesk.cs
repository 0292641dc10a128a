using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.StateLog;
using Halo.Manager.Loop;
using Halo.Manager.Remotes;
using Halo.Protocol.Cli;

namespace Halo.Manager.Events;

/// <summary>Shows the events to the CLI, as they come, and has their list begun anew.</summary>
internal sealed class EventDesk(IEngineInputs inputs, ISnapshots snapshots)
{
    /// <summary>How long the engine may take to take up a clearing.</summary>
    public TimeSpan TakenWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The newest events, at most <paramref name="newest"/>; with <paramref name="after"/> those that came later, as soon as there
    /// is one or <paramref name="wait"/> is over.
    /// </summary>
    public async Task<EventsAnswer> LookAsync(long? after, int newest, TimeSpan wait, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(wait);
        var enough = Task.Delay(Timeout.Infinite, limit.Token);
        while (true)
        {
            var next = snapshots.NextSnapshot;
            var last = snapshots.Snapshot.History.Last;
            if (after is null || after != last || enough.IsCompleted)
            {
                // A number that was not given yet comes from the life of another manager: everything is news then.
                var events = snapshots.Snapshot.History.Since(after > last ? 0 : after ?? 0);
                return new EventsAnswer
                {
                    Events = [.. events.TakeLast(newest).Select(EventReport.Of)],
                    Last = events.Count > 0 ? events[^1].Number : last,
                };
            }

            await Task.WhenAny(next, enough);
        }
    }

    /// <summary>Begins the list anew; the answer has the event that says so. Null where the engine does not take it up in time.</summary>
    public async Task<EventsAnswer?> ClearAsync(string by, string why, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TakenWithin);
        var last = snapshots.Snapshot.History.Last;
        try
        {
            await inputs.TellAsync(new ClearAsked { By = by, Why = why }).AsTask().WaitAsync(limit.Token);
            while (true)
            {
                var next = snapshots.NextSnapshot;
                if (snapshots.Snapshot.History.Since(last).FirstOrDefault(happened => EventNames.KindOf(happened.Line.Event) == EventKind.Clear) is { } cleared)
                {
                    return new EventsAnswer { Events = [EventReport.Of(cleared)], Last = cleared.Number };
                }

                await next.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
