namespace Halo.Agents.Processes;

/// <summary>A living process, as <c>/proc/PID/stat</c> tells (zombies do not count as living).</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Name">Its name (comm), at most 15 bytes.</param>
/// <param name="State">Its state's letter; D is the uninterruptible sleep that no signal ends.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session: the process id of the one that called setsid.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot: with <paramref name="Pid"/> it is unique.</param>
public sealed record ProcessEntry(int Pid, string Name, char State, int Group, int Session, long StartTicks)
{
    /// <summary>Linux counts in hundredths of a second for programs, whatever the kernel's own clock does.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>When it started, in seconds since boot.</summary>
    public double StartSeconds => StartTicks / TicksPerSecond;

    /// <summary>Whether this is the same process, seen at another time.</summary>
    public bool IsSameAs(ProcessEntry other) => Pid == other.Pid && StartTicks == other.StartTicks;

    /// <summary>Reads a line of <c>/proc/PID/stat</c>; null where it is not one or the process is a zombie.</summary>
    public static ProcessEntry? Parse(string stat)
    {
        // The name may hold spaces and parentheses: it ends at the last one.
        var open = stat.IndexOf('(', StringComparison.Ordinal);
        var close = stat.LastIndexOf(')');
        if (open < 0 || close < open || !int.TryParse(stat.AsSpan(0, open), out var pid))
        {
            return null;
        }

        var fields = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20 || fields[0] is "Z" or "X"
            || !int.TryParse(fields[2], out var group)
            || !int.TryParse(fields[3], out var session)
            || !long.TryParse(fields[19], out var startTicks))
        {
            return null;
        }

        return new ProcessEntry(pid, stat[(open + 1)..close], fields[0][0], group, session, startTicks);
    }
}
