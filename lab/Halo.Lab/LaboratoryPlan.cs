namespace Halo.Lab;

/// <summary>What a laboratory is set up with.</summary>
public sealed record LaboratoryPlan
{
    /// <summary>The storage of each failover pair: <c>ext4</c> or <c>zfs</c>. The first pair is oss00 and oss01, the second oss02 and oss03.</summary>
    public IReadOnlyList<string> Storage { get; init; } = ["ext4"];

    /// <summary>The fence devices: <c>powerman</c>, <c>ipmilan</c>, <c>redfish</c>, or <c>none</c>.</summary>
    public string Fence { get; init; } = "powerman";

    /// <summary>The <c>settings</c> of HALO's configuration, each as <c>key=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>How long operations may take, each as <c>resource.operation=duration</c>; otherwise as long as the resource agents advertise.</summary>
    public IReadOnlyList<string> Timeouts { get; init; } = [];

    /// <summary>Whether HALO's programs authenticate each other with certificates.</summary>
    public bool MutualTls { get; init; }

    /// <summary>Seconds between two signs of life that a mounted ext4 writes to the disk; the mount after a power cut waits longer with more.</summary>
    public int MmpInterval { get; init; } = 1;

    /// <summary>The names of all hosts.</summary>
    public IEnumerable<string> Hosts => Enumerable.Range(0, 2 * Storage.Count).Select(NameOfHost);

    /// <summary>All targets, one at home on each host.</summary>
    public IEnumerable<Target> Targets => Enumerable.Range(0, 2 * Storage.Count).Select(number => new Target(
        number, Storage[number / 2], NameOfHost(number), NameOfHost(number ^ 1)));

    /// <summary>The arguments of <c>lab/lab up</c>.</summary>
    internal IEnumerable<string> Arguments =>
    [
        "--storage", string.Join(',', Storage), "--fence", Fence, "--mmp-interval", $"{MmpInterval}",
        .. MutualTls ? ["--mtls"] : Array.Empty<string>(),
        .. Settings.Count > 0 ? ["--settings", .. Settings] : Array.Empty<string>(),
        .. Timeouts.Count > 0 ? ["--timeouts", .. Timeouts] : Array.Empty<string>(),
    ];

    private static string NameOfHost(int number) => $"oss{number:00}";
}

/// <summary>A target and what it is on; it and its root are one group.</summary>
/// <param name="Number">That of its home host.</param>
/// <param name="Storage"><c>ext4</c> or <c>zfs</c>.</param>
/// <param name="Home">Its home host.</param>
/// <param name="Partner">Its failover host.</param>
public sealed record Target(int Number, string Storage, string Home, string Partner)
{
    /// <summary>The resource of the target.</summary>
    public string Name => $"ost{Number}";

    /// <summary>The resource at the root of its group, which is the group's name; also the name of its disk.</summary>
    public string Root => IsDataset ? $"pool{Number}" : $"disk{Number}";

    /// <summary>Where a host that runs it has it mounted.</summary>
    public string MountPoint => $"/mnt/{Name}";

    /// <summary>Its dataset; null where it is none.</summary>
    public string? Dataset => IsDataset ? $"{Root}/{Name}" : null;

    private bool IsDataset => string.Equals(Storage, "zfs", StringComparison.Ordinal);
}
