using System.Diagnostics;

namespace Halo.Lab.Watching;

/// <summary>The machine's clock that is never set: time since its boot, in which the kernel tells of processes too.</summary>
internal static class MonotonicClock
{
    /// <summary>Now.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>When that was. Right as long as nobody has set the machine's clock since.</summary>
    public static TimeSpan Of(DateTimeOffset moment) => Now - (DateTimeOffset.UtcNow - moment);
}
