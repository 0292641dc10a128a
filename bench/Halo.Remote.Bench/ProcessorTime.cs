using System.Globalization;

namespace Halo.Remote.Bench;

/// <summary>
/// The processor time of a process and of the children that it has waited for. Other than time on the wall it does not depend on what
/// share of the processors the machine gives to whom. The kernel counts it in hundredths of a second: take it over many rounds.
/// </summary>
/// <param name="Own">Of the process itself, without its children.</param>
/// <param name="Children">Of its children.</param>
internal readonly record struct ProcessorTime(TimeSpan Own, TimeSpan Children)
{
    /// <summary>What a process has used until now.</summary>
    internal static ProcessorTime Of(int pid)
    {
        // After the name, which may hold spaces: state (field 3), …; utime, stime, cutime and cstime are fields 14 to 17.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessorTime(Ticks(fields[11]) + Ticks(fields[12]), Ticks(fields[13]) + Ticks(fields[14]));
    }

    /// <summary>What was used since then.</summary>
    internal ProcessorTime Since(ProcessorTime earlier) => new(Own - earlier.Own, Children - earlier.Children);

    private static TimeSpan Ticks(string hundredths) =>
        TimeSpan.FromMilliseconds(10 * long.Parse(hundredths, CultureInfo.InvariantCulture));
}
