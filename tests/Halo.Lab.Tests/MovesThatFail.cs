using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H25: a group is moved, and does not start where it is moved to.</summary>
public sealed class MovesThatFail
{
    [LabFact]
    public Task A_failback_whose_start_fails_goes_back_once_and_says_so() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        await Administrator.GetsAsync(laboratory, "oss00 is deactivated*", "deactivate", "oss00");
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        await SpoilAsync(laboratory, "oss00");

        await Administrator.IsRefusedAsync(
            laboratory, "halo: fail back onto oss00 failed: disk0 is not on oss00: on oss00 disk0 failed (its start failed: *) (P4). Mend it, then halo cleanup disk0, and ask again.",
            "failback", "--onto", "oss00");
        await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
        await load.GoesOnAsync(target);
        await Story.StatusSaysAsync(laboratory, "disk0 (heartbeat/Filesystem): Running (Failed Over) on oss01*", "ost0 (lustre/Lustre): Running (Failed Over) on oss01*");
        await Eventually.StaysTrueAsync("it stays there", QuickLab.Watch, () => Task.FromResult(laboratory.Holders("disk0") is ["oss01"]));
        Assert.Equal((2, 2), (laboratory.StartsOn("oss00", "disk0"), laboratory.StartsOn("oss01", "disk0")));
        await Story.IsToldAsync(
            laboratory,
            "event=move object=disk0 by=root comment=\"from oss01 to oss00 (by root, ",
            "event=failed object=disk0 comment=\"on oss00: its start failed: ",
            "event=move-failed object=disk0 comment=\"from oss01 to oss00: on oss00 disk0 failed (its start failed: ",
            "event=stop object=disk0 comment=\"on oss00: disk0 is in error on oss00: its start failed: ",
            "event=stopped object=disk0 comment=\"on oss00\"",
            "event=start object=disk0 comment=\"on oss01: it last ran on oss01 (P3)\"",
            "event=running object=ost0 comment=\"on oss01\"");

        await MendAsync(laboratory, "oss00");
        await GoesHomeAsync(laboratory, load, target);
    });

    [LabFact]
    public Task A_deactivate_whose_start_fails_leaves_the_group_stopped_and_names_the_ways_out() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        await SpoilAsync(laboratory, "oss01");

        await Administrator.IsRefusedAsync(
            laboratory, "halo: deactivate oss00 failed: oss00 is deactivated, but disk0 runs nowhere now: on oss01 disk0 failed (its start failed: *) (P4). "
                + "Mend it, then halo cleanup disk0; or halo activate oss00.",
            "deactivate", "oss00", "--reason", "new DIMM");
        await Story.StatusSaysAsync(
            laboratory, "disk0: oss00 is deactivated (by root, *, \"new DIMM\"); on oss01 disk0 failed (its start failed: *) (P8); "
                + "way out: halo activate oss00; or mend it, then halo cleanup disk0");
        await Eventually.StaysTrueAsync("nobody starts it", QuickLab.Watch, () => Task.FromResult(laboratory.Holders("disk0") is []));
        await load.GoesOnAsync(laboratory.Plan.Targets.Last());

        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        await laboratory.RunsOnAsync("oss00", target);
        await load.GoesOnAsync(target);
        Assert.Equal((2, 1), (laboratory.StartsOn("oss00", "disk0"), laboratory.StartsOn("oss01", "disk0")));
        await Story.IsToldAsync(
            laboratory,
            "event=move object=disk0 by=root comment=\"from oss00 to oss01 (by root, ",
            "event=failed object=disk0 comment=\"on oss01: its start failed: ",
            "event=move-failed object=disk0 comment=\"from oss00 to oss01: on oss01 disk0 failed (its start failed: ",
            "event=activate object=oss00 by=root",
            "event=stopped object=disk0 comment=\"on oss01\"",
            "event=start object=disk0 comment=\"on oss00: it last ran on oss00 (P3)\"");

        await MendAsync(laboratory, "oss01");
        await laboratory.AllIsWellAsync();
    });

    /// <summary>The rest of the group runs there, so it is not taken back.</summary>
    [LabFact]
    public Task A_move_whose_dependent_does_not_start_ends_where_it_was_to_end_and_says_what_is_missing() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        await laboratory.TroubleAsync("oss01", "start", "echo \"ocf-exit-reason:no way\" >&2\nexit 1");

        await Administrator.IsRefusedAsync(
            laboratory, "halo: deactivate oss00 failed: oss00 is deactivated, but disk0 moved to oss01, but ost0 does not run there (its start failed: no way) (P4). "
                + "Mend it, then halo cleanup ost0; or halo activate oss00.",
            "deactivate", "oss00");
        await Story.StatusSaysAsync(
            laboratory, "disk0 (heartbeat/Filesystem): Running (Failed Over) on oss01", "ost0 (lustre/Lustre): Error: oss01: its start failed: no way",
            "disk0: ost0 is in error on oss01: its start failed: no way (P8); way out: mend it, then halo cleanup ost0");
        Assert.Equal(["oss01"], laboratory.Holders("disk0"));
        await Story.IsToldAsync(
            laboratory, "event=failed object=ost0 comment=\"on oss01: its start failed: no way",
            "event=moved object=disk0 comment=\"from oss00 to oss01, but ost0 does not run there (its start failed: no way)\"");

        await laboratory.NoTroubleAsync("oss01", "start");
        await Administrator.GetsAsync(laboratory, "ost0 runs on oss01", "cleanup", "ost0");
        await load.GoesOnAsync(target);
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        await GoesHomeAsync(laboratory, load, target);
    });

    /// <summary>A mount point that is no folder.</summary>
    private static Task<string> SpoilAsync(Laboratory laboratory, string host) => laboratory.DoOnHostAsync(host, "sh", "-c", "rm -rf /mnt/disk0; touch /mnt/disk0");

    private static async Task MendAsync(Laboratory laboratory, string host)
    {
        await laboratory.DoOnHostAsync(host, "rm", "/mnt/disk0");
        await Administrator.GetsAsync(laboratory, "*", "cleanup", "disk0");
    }

    private static async Task GoesHomeAsync(Laboratory laboratory, Load load, Target target)
    {
        await Administrator.GetsAsync(laboratory, "oss00: the groups of oss00 run there", "failback", "--onto", "oss00");
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
    }
}
