using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H3: a mount and an unmount that wait for their disk in the kernel, where nothing can kill them, and end long after their deadline.</summary>
public sealed class HangingDisks
{
    [LabFact]
    public Task An_unmount_that_completes_after_its_deadline_is_followed_by_a_start_elsewhere_only_after_a_stop() => PlayAsync("disk0.stop=10s", async (laboratory, target) =>
    {
        await laboratory.DisksAsync("oss00", "hang");

        await Administrator.IsRefusedAsync(
            laboratory,
            "halo: deactivate oss00 failed: oss00 is deactivated, but disk0 *on oss00: its stop failed: the agent did not end within 10 s and cannot be killed: process * (umount) in state D; *left behind: umount (pid *, state D, waits in *",
            "deactivate", "oss00", "--reason", "new DIMM");
        await Story.StatusSaysAsync(laboratory, "ost0 (lustre/Lustre): Stopped: its parent disk0 does not run", "disk0: disk0 is in error on oss00: *way out: mend it, then halo cleanup disk0");
        Assert.Equal(["oss00"], laboratory.Holders("disk0"));

        await laboratory.DisksAsync("oss00", "go-on");
        await Eventually.BecomesTrueAsync("the unmount completes", () => laboratory.Holders("disk0").Count == 0);
        // The monitor says 7 now, and that proves nothing: the stop has failed.
        await StartsNowhereAsync(laboratory, target);

        await Administrator.GetsAsync(laboratory, "disk0 runs on oss01", "cleanup", "disk0");
        await laboratory.RunsOnAsync("oss01", target);
        await Story.IsToldAsync(
            laboratory,
            "event=deactivate object=oss00 by=root comment=\"new DIMM\"",
            "event=stop object=disk0 comment=\"on oss00: it is being moved to oss01 (by root, *) (P4)\"",
            "event=failed object=disk0 comment=\"on oss00: its stop failed: the agent did not end within 10 s and cannot be killed: process * (umount) in state D",
            "event=cleanup object=disk0 by=root",
            "event=stop object=disk0 comment=\"on oss00: disk0 is in error on oss00: an earlier operation of it failed or its outcome was lost, and no stop has succeeded since (P1)\"",
            "event=stopped object=disk0 comment=\"on oss00\"",
            "event=start object=disk0 comment=\"on oss01: oss01 is the first eligible host (P3)\"",
            "event=running object=ost0 comment=\"on oss01\"");
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        await Administrator.GetsAsync(laboratory, "oss00: the groups of oss00 run there", "failback", "--onto", "oss00");
        await laboratory.AllIsWellAsync();
    });

    [LabFact]
    public Task While_a_mount_hangs_after_its_deadline_nothing_of_the_group_starts_anywhere() => PlayAsync("disk0.start=40s", async (laboratory, target) =>
    {
        await laboratory.DisksAsync("oss01", "hang");

        await Administrator.IsRefusedAsync(
            laboratory,
            "halo: deactivate oss00 failed: oss00 is deactivated, but disk0 runs nowhere now: on oss01 disk0 failed (its start failed: the agent did not end within 40 s and cannot be killed: process * (mount) in state D; *left behind: mount (pid *, state D, waits in *",
            "deactivate", "oss00", "--reason", "new DIMM");
        await Story.StatusSaysAsync(laboratory, "disk0 (heartbeat/Filesystem): Error: oss01: a process of it is left: mount (pid *, state D, waits in *");
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        Assert.Empty(laboratory.Holders("disk0"));
        await StartsNowhereAsync(laboratory, target);

        await laboratory.DisksAsync("oss01", "go-on");
        await laboratory.RunsOnAsync("oss00", target);
        await Administrator.GetsAsync(laboratory, "disk0*", "cleanup", "disk0");
        await laboratory.AllIsWellAsync();
        await Story.IsToldAsync(
            laboratory,
            "event=stopped object=disk0 comment=\"on oss00\"",
            "event=start object=disk0 comment=\"on oss01: it is being moved from oss00 (P3)\"",
            "event=failed object=disk0 comment=\"on oss01: its start failed: the agent did not end within 40 s and cannot be killed: process * (mount) in state D",
            "event=activate object=oss00 by=root",
            "event=stop object=disk0 comment=\"on oss01: disk0 is in error on oss01: a process of it is left: mount (pid *, state D, waits in *) (P1)\"",
            "event=stopped object=disk0 comment=\"on oss01\"",
            "event=start object=disk0 comment=\"on oss00: it last ran on oss00 (P3)\"",
            "event=running object=ost0 comment=\"on oss00\"");
    });

    private static async Task StartsNowhereAsync(Laboratory laboratory, Target target)
    {
        var (starts, changes) = (Starts(), laboratory.DiskChanges().Count);
        await Eventually.StaysTrueAsync("it starts nowhere", TimeSpan.FromSeconds(5), () =>
            Task.FromResult(laboratory.DiskChanges().Count == changes && Starts().SequenceEqual(starts)));

        List<int> Starts() => [.. laboratory.Plan.Hosts.SelectMany(host => new[] { laboratory.StartsOn(host, target.Root), laboratory.StartsOn(host, target.Name) })];
    }

    /// <summary>
    /// What was written before must be there afterwards. Nobody writes meanwhile: a writer that waits for the disk would keep the target from being
    /// unmounted, which is told like any other stop that fails.
    /// </summary>
    private static Task PlayAsync(string timeout, Func<Laboratory, Target, Task> test) => LabTest.PlayAsync(QuickLab.Plan with { Timeouts = [timeout] }, async laboratory =>
    {
        var target = laboratory.Plan.Targets.First();
        var load = Load.Start(laboratory);
        await using (load)
        {
            await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));
        }

        await test(laboratory, target);
        await load.NothingIsLostAsync();
    });
}
