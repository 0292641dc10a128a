using System.Globalization;

namespace Halo.Lab;

/// <summary>That a host took a disk or left it, as the file systems tell the lab.</summary>
/// <param name="At">When, within 20 ms.</param>
/// <param name="Host">The host.</param>
/// <param name="Disk">The disk.</param>
/// <param name="Taken">Whether its file system was mounted, or its pool imported, there; false when that ended.</param>
public sealed record DiskChange(DateTimeOffset At, string Host, string Disk, bool Taken)
{
    /// <summary>Reads a line: seconds since 1970 with a fraction, host, disk, "taken" or "left".</summary>
    internal static DiskChange Parse(string line)
    {
        var words = line.Split(' ');
        return new DiskChange(MomentOf(words[0]), words[1], words[2], string.Equals(words[3], "taken", StringComparison.Ordinal));
    }

    /// <summary>A moment as the lab's logs have it.</summary>
    internal static DateTimeOffset MomentOf(string seconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));
}
