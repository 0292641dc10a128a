using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>That the lab sees what must never happen: somebody's hand makes it happen here.</summary>
public sealed class MountingTwice
{
    private const string Device = "/dev/lab/disk0";

    [LabFact]
    public Task A_mount_that_ext4_refuses_because_another_host_has_it_is_seen() => LabTest.PlayUncheckedAsync(new LaboratoryPlan(), async laboratory =>
    {
        Assert.Empty(laboratory.Violations());

        var mount = await laboratory.OnHostAsync("oss01", "mount", Device, "/mnt");

        Assert.NotEqual(0, mount.Status);
        await Eventually.BecomesTrueAsync("the refusal is seen", () => laboratory.Violations().Count > 0);
        Assert.Contains("oss01 tried to mount disk0, which is mounted on another host: ext4 refused", laboratory.Violations()[0], StringComparison.Ordinal);
        Assert.Equal(1, (await laboratory.RunAsync("violations")).Status);
    });

    [LabFact]
    public Task A_file_system_without_protection_that_is_mounted_twice_is_seen() => LabTest.PlayUncheckedAsync(new LaboratoryPlan(), async laboratory =>
    {
        await laboratory.DoWithHaloAsync("unmanage", "disk0");
        await laboratory.DoOnHostAsync("oss00", "umount", "/mnt/ost0", "/mnt/disk0");
        await laboratory.DoOnHostAsync("oss00", "tune2fs", "-O", "^mmp", Device);

        await laboratory.DoOnHostAsync("oss00", "mount", Device, "/mnt/disk0");
        await Eventually.BecomesTrueAsync("oss00 has the disk", () => laboratory.Holders("disk0").Count == 1);
        Assert.Empty(laboratory.Violations());
        await laboratory.DoOnHostAsync("oss01", "mount", Device, "/mnt");

        await Eventually.BecomesTrueAsync("the second mount is seen", () => laboratory.Violations().Count > 0);
        Assert.EndsWith("disk0 is mounted on oss01 and on oss00 at once", laboratory.Violations()[0], StringComparison.Ordinal);
    });

    [LabFact]
    public Task A_pool_that_is_imported_twice_is_seen() => LabTest.PlayUncheckedAsync(new LaboratoryPlan { Storage = ["zfs"] }, async laboratory =>
    {
        await laboratory.DoOnHostAsync("oss01", "zpool", "import", "-f", "-d", "/dev/lab", "pool0");

        await Eventually.BecomesTrueAsync("the second import is seen", () => laboratory.Violations().Count > 0);
        Assert.EndsWith("pool0 is mounted on oss01 and on oss00 at once", laboratory.Violations()[0], StringComparison.Ordinal);
    });
}
