using Halo.Lab.Watching;

namespace Halo.Lab.Tests;

/// <summary>The two clocks by which the bench measures are read as one moment.</summary>
public sealed class ReadingClocks
{
    [Fact]
    public void Of_readings_between_which_time_passes_the_one_with_the_least_counts()
    {
        var clock = new InterruptedClock(uninterrupted: 7);

        Assert.Equal(TimeSpan.FromHours(3), MonotonicClock.Of(InterruptedClock.Boot + TimeSpan.FromHours(3), clock));
    }

    /// <summary>Between its two clocks a second passes whenever they are read, but for one time.</summary>
    private sealed class InterruptedClock(int uninterrupted) : TimeProvider
    {
        public static readonly DateTimeOffset Boot = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
        private TimeSpan _sinceBoot;
        private int _dates;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _sinceBoot.Ticks;

        public override DateTimeOffset GetUtcNow()
        {
            if (_dates++ != uninterrupted)
            {
                _sinceBoot += TimeSpan.FromSeconds(1);
            }

            return Boot + _sinceBoot;
        }
    }
}
