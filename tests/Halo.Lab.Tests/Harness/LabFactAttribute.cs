namespace Halo.Lab.Tests.Harness;

/// <summary>
/// A test in a laboratory of its own: it needs root, loop devices, FUSE and namespaces, and is skipped with the reason where one of them is
/// missing and the test is not owed. The packages that it needs, the lab installs itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LabFactAttribute : FactAttribute
{
    private static readonly (string Tool, string Package)[] Tools =
    [
        ("losetup", "mount"), ("unshare", "util-linux"), ("nsenter", "util-linux"), ("/dev/fuse", "linux-image-amd64"),
    ];

    public LabFactAttribute() => Skip = RootRequirements.AreOwed ? null : WhyNot();

    private static string? WhyNot() =>
        RootRequirements.WhyNot(Tools)
        ?? (RootRequirements.Succeeds("unshare", "--net", "--mount", "--pid", "--fork", "true")
            ? null
            : "this machine has no network, mount and PID namespaces (unshare fails)");
}
