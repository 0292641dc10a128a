namespace Halo.Remote.Tests;

/// <summary>A clock that can be set forward. Timers run in real time.</summary>
internal sealed class SettableTime : TimeProvider
{
    private long _skipped;

    public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _skipped);

    internal void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, (long)(time.TotalSeconds * TimestampFrequency));
}

/// <summary>A clock that runs so many times as fast.</summary>
internal sealed class FastTime(int factor) : TimeProvider
{
    public override long GetTimestamp() => base.GetTimestamp() * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Faster(dueTime), Faster(period));

    private TimeSpan Faster(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}
