namespace Halo.Remote.Operations;

/// <summary>The operations of one resource, which wait in line. The desk's lock protects all but what is left behind.</summary>
internal sealed class ResourceLine(LeftBehind left, LeftBehind stuckMonitors)
{
    /// <summary>So many operations of one resource may wait.</summary>
    internal const int Limit = 64;

    private const int Remembered = 16;

    private readonly Queue<Operation> _ended = [];

    /// <summary>Completes when the last operation in the line has ended.</summary>
    internal Task Tail { get; set; } = Task.CompletedTask;

    /// <summary>How many have not ended.</summary>
    internal int Count { get; set; }

    /// <summary>How many have ended.</summary>
    internal long Sequence { get; private set; }

    /// <summary>What failed starts and stops left.</summary>
    internal LeftBehind Left { get; } = left;

    /// <summary>Monitors that could not be killed. They touch nothing, but must not pile up.</summary>
    internal LeftBehind StuckMonitors { get; } = stuckMonitors;

    /// <summary>Counts an operation that ends.</summary>
    internal long CountEnd()
    {
        Count--;
        return ++Sequence;
    }

    /// <summary>Remembers an operation that has ended; gives back the one that is forgotten for it.</summary>
    internal Operation? Remember(Operation ended)
    {
        _ended.Enqueue(ended);
        return _ended.Count > Remembered ? _ended.Dequeue() : null;
    }
}
