namespace Halo.Engine.StateLog;

/// <summary>A time of the state log as sentences have it: UTC, to the minute.</summary>
public static class TimeForPeople
{
    private const int UntilMinute = 16; // yyyy-MM-ddTHH:mm

    /// <summary><c>2026-04-15T15:40:45.186271Z</c> as <c>2026-04-15 15:40</c>; anything else as it is.</summary>
    public static string Of(string timestamp) =>
        timestamp.Length > UntilMinute && timestamp[10] is 'T' or ' ' && timestamp[13] == ':' && timestamp[^1] == 'Z'
            ? $"{timestamp.AsSpan(0, 10)} {timestamp.AsSpan(11, 5)}"
            : timestamp;
}
