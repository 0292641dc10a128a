using Halo.Manager.Loop;

namespace Halo.Manager.Tests;

public sealed class SnapshotSignalTests
{
    [Fact]
    public void Tells_who_waits_of_the_next_snapshot_only()
    {
        var signal = new SnapshotSignal();
        var first = signal.Next;
        signal.Tell();
        var second = signal.Next;

        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
    }
}
