using System.Globalization;

namespace Halo.Lab;

// What was so, without asking HALO.
public sealed partial class Laboratory
{
    /// <summary>Whether a host has power, by the lab's own word.</summary>
    public async Task<bool> HasPowerAsync(string host) => await RunAsync("power", "status", host) switch
    {
        { Status: 0 } => true,
        { Status: 2 } => false,
        var ended => throw new LaboratoryException($"lab/lab power status {host} ended with {ended.Status}: {ended.Output}{ended.Error}"),
    };

    /// <summary>The same of a host, or of mgmt, without a command: many ask often.</summary>
    public bool HasPower(string host) => File.Exists(Path.Combine(Folder, "hosts", host, "process"));

    /// <summary>The state log as it is on the disk, a line for each event; also while no manager runs. Mgmt must have power.</summary>
    public IReadOnlyList<string> StateLog() => LinesOf($"/proc/{FirstProcess("mgmt")}/root/var/lib/halo/halo.state");

    /// <summary>What came through to the hosts' plugs so far: <c>off oss00 (slow)</c> where the device is slow.</summary>
    public IReadOnlyList<string> PowerCalls() => [.. LinesOf(Path.Combine(Folder, "fence/log/power.log")).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];

    /// <summary>How often a host's remote has begun to start a resource, by its own log: also the starts of remotes before a power cut.</summary>
    public int StartsOn(string host, string resource) =>
        WholeLines($"log/{host}.halo_remote.log").Count(line => line.Contains($"{resource}: start began", StringComparison.Ordinal));

    /// <summary>The ids, on the machine, of a host's processes (or mgmt's) with this name; the host must have power.</summary>
    public IReadOnlyList<int> Processes(string host, string name)
    {
        var space = new FileInfo($"/proc/{FirstProcess(host)}/ns/pid").LinkTarget;
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Where(folder => Is(ReadLine(Path.Combine(folder, "comm")), name) && Is(new FileInfo(Path.Combine(folder, "ns/pid")).LinkTarget, space))
                .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)),
        ];
    }

    private static bool Is(string? text, string? other) => string.Equals(text, other, StringComparison.Ordinal);
}
