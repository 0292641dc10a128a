using System.Diagnostics;

namespace Halo.Lab.Watching;

/// <summary>The machine's clock that is never set: time since its boot, in which the kernel tells of processes too.</summary>
internal static class MonotonicClock
{
    private const int Readings = 20;

    /// <summary>Now.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>When that was. Right as long as nobody has set the machine's other clock since.</summary>
    public static TimeSpan Of(DateTimeOffset moment)
    {
        var (here, date) = BothNow();
        return here + (moment - date);
    }

    /// <summary>The date of a moment of this clock; what <see cref="Of"/> makes a moment of.</summary>
    public static DateTimeOffset DateOf(TimeSpan moment)
    {
        var (here, date) = BothNow();
        return date + (moment - here);
    }

    /// <summary>
    /// One moment on both clocks. They can only be read one after the other, and on a busy machine much may be between: of some readings, the one with the
    /// least.
    /// </summary>
    private static (TimeSpan Here, DateTimeOffset Date) BothNow() => Enumerable.Range(0, Readings).Select(_ => ReadBoth()).MinBy(reading => reading.Between).Moment;

    private static (TimeSpan Between, (TimeSpan Here, DateTimeOffset Date) Moment) ReadBoth()
    {
        var before = Now;
        var date = DateTimeOffset.UtcNow;
        return (Now - before, (before, date));
    }
}
