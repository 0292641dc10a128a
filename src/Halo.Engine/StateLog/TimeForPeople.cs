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

    /// <summary>A timestamp that is shown as that time: what <see cref="Of"/> made of one.</summary>
    public static string ToTimestamp(string shown) =>
        shown.Length == UntilMinute && shown[10] == ' ' && shown[13] == ':'
            ? $"{shown.AsSpan(0, 10)}T{shown.AsSpan(11, 5)}:00.000000Z"
            : shown;
}
