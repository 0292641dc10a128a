namespace Halo.Lab.Watching;

/// <summary>The machine's clock that is never set: time since its boot, in which the kernel tells of processes too.</summary>
internal static class MonotonicClock
{
    private const int Readings = 20;

    /// <summary>Now.</summary>
    public static TimeSpan Now => NowBy(TimeProvider.System);

    /// <summary>When that was, by the machine's clocks or others. Right as long as nobody has set the one with the date since.</summary>
    public static TimeSpan Of(DateTimeOffset moment, TimeProvider? clock = null)
    {
        var (here, date) = BothNow(clock ?? TimeProvider.System);
        return here + (moment - date);
    }

    /// <summary>The date of a moment of this clock; what <see cref="Of"/> makes a moment of.</summary>
    public static DateTimeOffset DateOf(TimeSpan moment)
    {
        var (here, date) = BothNow(TimeProvider.System);
        return date + (moment - here);
    }

    /// <summary>
    /// One moment on both clocks. They can only be read one after the other, and on a busy machine much may be between: of some readings, the one with the
    /// least.
    /// </summary>
    private static (TimeSpan Here, DateTimeOffset Date) BothNow(TimeProvider clock) =>
        Enumerable.Range(0, Readings).Select(_ => ReadBoth(clock)).MinBy(reading => reading.Between).Moment;

    private static (TimeSpan Between, (TimeSpan Here, DateTimeOffset Date) Moment) ReadBoth(TimeProvider clock)
    {
        var before = NowBy(clock);
        var date = clock.GetUtcNow();
        return (NowBy(clock) - before, (before, date));
    }

    private static TimeSpan NowBy(TimeProvider clock) => clock.GetElapsedTime(0);
}
