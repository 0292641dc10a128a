namespace Halo.Manager.Loop;

/// <summary>
/// Lets any number of readers wait for the next snapshot. Who takes <see cref="Next"/> first and then looks at the snapshot
/// misses none.
/// </summary>
internal sealed class SnapshotSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends when a snapshot is published after this was taken.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>A snapshot was published.</summary>
    public void Tell() => Interlocked.Exchange(ref _next, New()).SetResult();

    // The readers go on in threads of their own: the loop must not do their work.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
