using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>Something stops where it runs, and HALO did not stop it.</summary>
public sealed class DyingWhereItRuns
{
    private const string DoesNotStayUp = "its start failed: it does not stay up, this would be its third restart within ten minutes";

    /// <summary>H26: it is unmounted by hand as soon as it is up.</summary>
    [LabFact]
    public Task A_target_that_dies_again_and_again_is_left_alone_until_cleanup() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        for (var starts = 1; starts <= 3; starts++)
        {
            await Eventually.BecomesTrueAsync($"ost0 was started {starts} times", () => laboratory.StartsOn("oss00", "ost0") == starts, TimeSpan.FromSeconds(90));
            await laboratory.StatusShowsAsync("ost0 runs", status => status.Resource("ost0").RunningOn is ["oss00"]);
            await laboratory.StopByHandAsync("oss00", "/mnt/ost0");
        }

        await Story.StatusSaysAsync(
            laboratory, $"ost0 (lustre/Lustre): Error: oss00: {DoesNotStayUp}", "disk0 (heartbeat/Filesystem): Running on oss00",
            $"disk0: ost0 is in error on oss00: {DoesNotStayUp} (P8); way out: mend it, then halo cleanup ost0");
        await Eventually.StaysTrueAsync("it is left alone", QuickLab.Watch, () => Task.FromResult(
            laboratory.StartsOn("oss00", "ost0") == 3 && laboratory.StartsOn("oss01", "ost0") == 0 && laboratory.Holders("disk0") is ["oss00"]));
        await load.GoesOnAsync(laboratory.Plan.Targets.Last());
        const string Died = "event=stopped object=ost0 comment=\"on oss00: it ran, and HALO did not stop it\"", Restarted = "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"";
        await Story.IsToldAsync(laboratory, Died, Restarted, Died, Restarted, Died, $"event=failed object=ost0 comment=\"on oss00: {DoesNotStayUp}\"");

        await Administrator.GetsAsync(laboratory, "ost0 runs on oss00", "cleanup", "ost0");
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
        Assert.Equal(4, laboratory.StartsOn("oss00", "ost0"));
    });

    /// <summary>
    /// H27. Nobody uses the root's own mount, so it can be unmounted like any other; the target's mount keeps the file system mounted, and the disk held,
    /// though the root's agent says 7. The target's stop takes its time, so that what is waited for can be read.
    /// </summary>
    [LabFact]
    public Task A_root_that_is_unmounted_under_its_target_is_started_only_after_the_target_was_stopped() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        var before = laboratory.DiskChanges().Count;
        await laboratory.TroubleAsync("oss00", "stop", "until [ -e /run/trouble/go ]; do sleep 0.1; done");

        await laboratory.DoOnHostAsync("oss00", "umount", "/mnt/disk0");
        await Story.StatusSaysAsync(
            laboratory, "ost0 (lustre/Lustre): Unknown: oss00: is being stopped", "disk0 (heartbeat/Filesystem): Stopped",
            "disk0: ost0 is being stopped on oss00 (P6); way out: HALO goes on when that has ended");
        await load.GoesOnAsync(target);
        await Eventually.StaysTrueAsync("nothing is started under it", QuickLab.Watch, () => Task.FromResult(
            laboratory.StartsOn("oss00", "disk0") == 1 && laboratory.StartsOn("oss01", "disk0") == 0 && laboratory.DiskChanges().Count == before));

        await laboratory.DoOnHostAsync("oss00", "touch", "/run/trouble/go");
        await laboratory.RunsOnAsync("oss00", target);
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
        Assert.Equal([("oss00", false), ("oss00", true)], laboratory.DiskChanges().Skip(before).Select(change => (change.Host, change.Taken)));
        Assert.Equal((2, 2), (laboratory.StartsOn("oss00", "disk0"), laboratory.StartsOn("oss00", "ost0")));
        await Story.IsToldAsync(
            laboratory,
            "event=stopped object=disk0 comment=\"on oss00: it ran, and HALO did not stop it\"",
            "event=stop object=ost0 comment=\"on oss00: its parent disk0 is stopped (P2)\"",
            "event=stopped object=ost0 comment=\"on oss00\"",
            "event=start object=disk0 comment=\"on oss00: it last ran on oss00 (P3)\"",
            "event=running object=disk0 comment=\"on oss00\"",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"",
            "event=running object=ost0 comment=\"on oss00\"");
    });
}
