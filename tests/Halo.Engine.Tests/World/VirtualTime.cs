namespace Halo.Engine.Tests.World;

/// <summary>The clock of the simulated world, and what is to happen when. What is due at one instant happens in the order in which it was planned.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (long At, long Order)> _due = new();
    private long _order;

    /// <summary>What time it is; it never goes back.</summary>
    public Instant Now { get; private set; }

    /// <summary>When the next thing is due; <see cref="Instant.Never"/> when nothing is.</summary>
    public Instant Next => _due.TryPeek(out _, out var at) ? new Instant(at.At) : Instant.Never;

    /// <summary>Plans something.</summary>
    public void At(Instant instant, Action what) => _due.Enqueue(what, (instant.Milliseconds, ++_order));

    /// <summary>Moves on; what is due on the way stays due.</summary>
    public void MoveTo(Instant instant) => Now = instant > Now ? instant : Now;

    /// <summary>Does the next thing that is due by now; returns whether there was one.</summary>
    public bool DoNext()
    {
        if (Next > Now)
        {
            return false;
        }

        _due.Dequeue()();
        return true;
    }
}
