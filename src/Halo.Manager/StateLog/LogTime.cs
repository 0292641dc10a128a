using Halo.Engine.StateLog;

namespace Halo.Manager.StateLog;

/// <summary>The time as the state log has it: UTC, ISO 8601, microseconds.</summary>
internal static class LogTime
{
    /// <summary>Now, as sentences have it.</summary>
    public static string ForPeople(TimeProvider clock) => TimeForPeople.Of(Of(clock));

    /// <summary>Now.</summary>
    public static string Of(TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
}
