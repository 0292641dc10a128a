using Halo.Manager.Loop;

namespace Halo.Manager.Events;

/// <summary>Where the events come from that the CLI shows.</summary>
internal interface IEventHistory
{
    /// <summary>The <see cref="TimedEvent.Number"/> of the latest event; 0 where there is none. Asked often: it must cost nothing.</summary>
    long Last { get; }

    /// <summary>
    /// The events since the list was last cleared, that clearing included, oldest first; of those, the ones with a higher
    /// <see cref="TimedEvent.Number"/> than <paramref name="after"/>.
    /// </summary>
    IReadOnlyList<TimedEvent> Since(long after);
}
