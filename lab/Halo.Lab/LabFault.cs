namespace Halo.Lab;

/// <summary>Something that was done to the lab from outside, by a command or by a fence device: a fault, or its end.</summary>
/// <param name="At">The moment before it was done.</param>
/// <param name="What">What, such as <c>off oss00</c> or <c>cables down oss00 a</c>.</param>
public sealed record LabFault(DateTimeOffset At, string What)
{
    /// <summary>Reads a line: seconds since 1970 with a fraction, and what.</summary>
    internal static LabFault Parse(string line)
    {
        var (seconds, what) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "");
        return new LabFault(DiskChange.MomentOf(seconds), what);
    }
}
