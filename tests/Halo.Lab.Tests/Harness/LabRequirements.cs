namespace Halo.Lab.Tests.Harness;

/// <summary>What a laboratory needs of the machine. The packages that it needs, it installs itself.</summary>
internal static class LabRequirements
{
    private static readonly (string Tool, string Package)[] Tools =
    [
        ("losetup", "mount"), ("unshare", "util-linux"), ("nsenter", "util-linux"), ("/dev/fuse", "linux-image-amd64"),
    ];

    /// <summary>Why the lab's tests are skipped here, in one sentence; null where they run, or are owed and fail.</summary>
    public static string? WhySkipped { get; } = RootRequirements.AreOwed ? null : WhyNot();

    private static string? WhyNot() =>
        RootRequirements.WhyNot(Tools)
        ?? (RootRequirements.Succeeds("unshare", "--net", "--mount", "--pid", "--fork", "true")
            ? null
            : "this machine has no network, mount and PID namespaces (unshare fails)");
}
