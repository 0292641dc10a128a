namespace Halo.Simulator.World;

/// <summary>Virtual time: what is to happen, in order. Things at the same millisecond happen in the order in which they were planned.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private long _order;

    /// <summary>Milliseconds since the world began.</summary>
    public long Now { get; private set; }

    public void At(long when, Action what) => _queue.Enqueue(what, (Math.Max(when, Now), ++_order));

    public void After(long delay, Action what) => At(Now + delay, what);

    /// <summary>Lets things happen until a moment, or until somebody has seen enough.</summary>
    public void RunUntil(long end, Func<bool> isEnough)
    {
        while (!isEnough() && _queue.TryPeek(out _, out var next) && next.At <= end)
        {
            Now = next.At;
            _queue.Dequeue()();
        }

        if (!isEnough())
        {
            Now = end;
        }
    }
}
