namespace Halo.Engine;

/// <summary>
/// A point in monotonic time: milliseconds since the manager started. The shell puts it on every input, because the engine
/// has no clock; nothing that a wall clock does can move it.
/// </summary>
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    /// <summary>Later than every other instant.</summary>
    public static Instant Never { get; } = new(long.MaxValue);

    /// <summary>The instant after a time span, to the millisecond.</summary>
    public static Instant operator +(Instant instant, TimeSpan span) =>
        new(instant.Milliseconds + (long)span.TotalMilliseconds);

    /// <summary>The time between two instants.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) =>
        TimeSpan.FromMilliseconds(later.Milliseconds - earlier.Milliseconds);

    /// <summary>Whether the left instant is the earlier one.</summary>
    public static bool operator <(Instant left, Instant right) => left.Milliseconds < right.Milliseconds;

    /// <summary>Whether the left instant is the later one.</summary>
    public static bool operator >(Instant left, Instant right) => left.Milliseconds > right.Milliseconds;

    /// <summary>Whether the left instant is not the later one.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Milliseconds <= right.Milliseconds;

    /// <summary>Whether the left instant is not the earlier one.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Milliseconds >= right.Milliseconds;

    /// <summary>The earlier of two instants.</summary>
    public static Instant Earlier(Instant left, Instant right) => left < right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);
}
