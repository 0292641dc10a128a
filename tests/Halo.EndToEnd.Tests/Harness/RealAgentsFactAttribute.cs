namespace Halo.EndToEnd.Tests.Harness;

/// <summary>
/// A test with the distribution's own resource agents on a real file system: it needs root, loop devices and a few packages,
/// and is skipped with the reason where one of them is missing and the test is not owed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealAgentsFactAttribute : FactAttribute
{
    /// <summary>Where the package resource-agents lies.</summary>
    public const string OcfRoot = "/usr/lib/ocf";

    private static readonly (string Tool, string Package)[] Tools =
    [
        ($"{OcfRoot}/resource.d/heartbeat/Dummy", "resource-agents"), ($"{OcfRoot}/resource.d/heartbeat/Filesystem", "resource-agents"),
        ("mkfs.ext4", "e2fsprogs"), ("losetup", "mount"), ("modprobe", "kmod"), ("unshare", "util-linux"), ("nsenter", "util-linux"),
    ];

    public RealAgentsFactAttribute() => Skip = RootRequirements.AreOwed ? null : RootRequirements.WhyNot(Tools);

    /// <summary>Fails where something that the test needs is missing and it was not skipped.</summary>
    public static void NeedAll()
    {
        var whyNot = RootRequirements.WhyNot(Tools);
        Assert.True(whyNot is null, whyNot);
    }
}
