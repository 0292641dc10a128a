using System.Globalization;
using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>An administrator works by hand, and something fails meanwhile.</summary>
public sealed class WorkingByHand
{
    /// <summary>A proof that is older is asked for anew before a start (K4).</summary>
    private static readonly TimeSpan AgeOfAProof = TimeSpan.FromSeconds(30);

    /// <summary>H15.</summary>
    [LabFact]
    public Task A_host_on_which_somebody_repairs_a_target_is_not_fenced_when_it_falls_silent() => LabTest.PlayAsync(QuickLab.Plan, async laboratory =>
    {
        await Administrator.GetsAsync(laboratory, "oss01 is deactivated*", "deactivate", "oss01");
        await Administrator.GetsAsync(laboratory, "oss01 is active", "activate", "oss01");
        await Administrator.GetsAsync(laboratory, "disk0 is unmanaged", "unmanage", "disk0", "--reason", "e2fsck");
        await laboratory.StopByHandAsync("oss00", "/mnt/ost0");
        await laboratory.StopByHandAsync("oss00", "/mnt/disk0");
        await laboratory.StatusShowsAsync("disk0 is stopped", status => status.Is("disk0", "Stopped"));

        await laboratory.CutAsync("oss00");
        const string Facts = "disk0 is unmanaged (by root, *, \"e2fsck\") and was last known Stopped on all of its hosts, so somebody may be working on it";
        await Story.StatusSaysAsync(
            laboratory, $"disk1: disk1 is not proven stopped on oss00 (*) (P1); way out: halo manage disk0, or halo fence oss00 (not fenced, F3: {Facts})",
            "disk0 (heartbeat/Filesystem): * (Unmanaged)*");
        await Eventually.StaysTrueAsync("oss00 has power", QuickLab.Watch, () => laboratory.HasPowerAsync("oss00"));
        await Story.IsNotToldAsync(laboratory, "event=fence");

        await Administrator.GetsAsync(laboratory, "disk0 is managed", "manage", "disk0");
        await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
        await Story.IsToldAsync(laboratory, "event=manage object=disk0 by=root", "event=fence object=oss00 stage=intent", "event=fence object=oss00 stage=done comment=\"verified off\"");
    });

    /// <summary>H11.</summary>
    [LabFact]
    public Task A_target_that_somebody_mounted_on_the_other_host_is_a_conflict_until_it_is_gone() => LabTest.PlayAsync(QuickLab.Plan, async laboratory =>
    {
        await Administrator.GetsAsync(laboratory, "disk0 is unmanaged", "unmanage", "disk0");
        await laboratory.StopByHandAsync("oss00", "/mnt/ost0");
        await laboratory.StatusShowsAsync("ost0 is stopped", status => status.Is("ost0", "Stopped"));
        await laboratory.DoOnHostAsync("oss01", "sh", "-c", "mkdir -p /mnt/ost0 && mount -t tmpfs tmpfs /mnt/ost0");
        await laboratory.StatusShowsAsync("ost0 runs on oss01", status => status.Resource("ost0").RunningOn is ["oss01"]);

        await Administrator.GetsAsync(laboratory, "disk0 is managed", "manage", "disk0");
        await Story.StatusSaysAsync(laboratory, "disk0: disk0 is Running on oss00 and ost0 is Running on oss01 (P9); way out: stop all but one of them by hand");
        var starts = laboratory.StartsOn("oss00", "ost0");
        await Eventually.StaysTrueAsync("nobody touches the group", QuickLab.Watch, () => Task.FromResult(
            laboratory.StartsOn("oss00", "ost0") == starts && laboratory.Holders("disk0") is ["oss00"]));
        await Story.IsToldAsync(laboratory, "event=conflict object=disk0 comment=\"disk0 is Running on oss00 and ost0 is Running on oss01; HALO does not touch the group until one is left\"");

        await laboratory.StopByHandAsync("oss01", "/mnt/ost0");
        await laboratory.AllIsWellAsync();
        await Story.IsToldAsync(laboratory, "event=conflict-over object=disk0", "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"", "event=running object=ost0 comment=\"on oss00\"");
    });

    /// <summary>
    /// H13. The host comes back without its network cables: nothing tells that it lives but its fence device, and the disk is mounted there. It has been
    /// fenced and not reset, so it is not fenced again (F4).
    /// </summary>
    [LabFact]
    public Task A_cleanup_long_after_a_power_off_starts_nothing_on_the_strength_of_it() => LabTest.PlayAsync(QuickLab.Plan, async laboratory =>
    {
        // A mount point that is no folder.
        await laboratory.DoOnHostAsync("oss01", "sh", "-c", "rm -rf /mnt/disk0; touch /mnt/disk0");
        await laboratory.CutAsync("oss00");
        await Story.StatusSaysAsync(laboratory, "disk0: oss00 is off; on oss01 disk0 failed (its start failed: *) (P8); way out: bring oss00 back; or mend it, then halo cleanup disk0");

        await laboratory.PowerOnAsync("oss00");
        // It waits for multiple-mount protection: 22 s.
        await laboratory.DoOnHostAsync("oss00", "sh", "-c", "mkdir -p /mnt/disk0 && mount /dev/lab/disk0 /mnt/disk0");
        await Story.StatusSaysAsync(laboratory, "disk0: *oss00*");
        var fenced = (await laboratory.StatusAsync()).Events.Single(told => told is { Event: "fence", Object: "oss00" } && told.Fields["stage"] is "done");
        var proven = DateTimeOffset.Parse(fenced.Timestamp, CultureInfo.InvariantCulture);
        await Eventually.BecomesTrueAsync("the proof is old", () => TimeProvider.System.GetUtcNow() - proven > AgeOfAProof, 2 * AgeOfAProof);
        await laboratory.DoOnHostAsync("oss01", "rm", "/mnt/disk0");
        await laboratory.DoWithHaloAsync("cleanup", "disk0", "--no-wait");
        await Eventually.BecomesTrueAsync("HALO has seen that oss00 has power", async () =>
            (await laboratory.DoWithHaloAsync("events", "show")).Contains("event=power object=oss00 comment=\"not verified off any more", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        await Story.StatusSaysAsync(laboratory, "disk0: disk0 is not proven stopped on oss00 (*) (P1); way out: *(not fenced, F4: oss00 was fenced (by halo*) and has not been reset since)*");
        await Eventually.StaysTrueAsync("it runs where it was mounted by hand", QuickLab.Watch, () => Task.FromResult(laboratory.Holders("disk0") is ["oss00"]));

        // The failed start on oss01 counts as possibly running, so two hosts may have it. The cleanup, which waits still, has it stopped there.
        await laboratory.HealAsync("oss00");
        await laboratory.RunsOnAsync("oss00", laboratory.Plan.Targets.First());
        await Story.IsToldAsync(
            laboratory,
            "event=fence object=oss00 stage=done comment=\"verified off\"",
            "event=failed object=disk0 comment=\"on oss01: its start failed: ",
            "event=cleanup object=disk0 by=root",
            "event=power object=oss00 comment=\"not verified off any more: its power status is ON\"",
            "event=connected object=oss00",
            "event=stop object=disk0 comment=\"on oss01: ",
            "event=stopped object=disk0 comment=\"on oss01\"",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"");
        Assert.Equal(1, laboratory.StartsOn("oss01", "disk0"));
    });

    /// <summary>H17. The state log's disk hangs, so that there is time between the intent and the power-off.</summary>
    [LabFact]
    public Task A_group_that_is_unmanaged_between_the_intent_and_the_power_off_keeps_its_host_from_being_fenced() => LabTest.PlayAsync(QuickLab.Plan, async laboratory =>
    {
        await laboratory.CutAsync("oss00");
        await laboratory.DisksAsync("mgmt", "hang");
        await laboratory.DoOnHostAsync("mgmt", "sh", "-c", "until /lab/bin/halo status --json | grep -q 'stage.*intent'; do :; done; /lab/bin/halo unmanage disk0");
        await laboratory.DisksAsync("mgmt", "go-on");

        await Story.StatusSaysAsync(laboratory, "disk0: disk0 is unmanaged (by root, *) (P5); way out: halo manage disk0");
        await Eventually.StaysTrueAsync("oss00 has power", QuickLab.Watch, () => laboratory.HasPowerAsync("oss00"));
        await Story.IsToldAsync(laboratory, "event=fence object=oss00 stage=intent", "event=unmanage object=disk0 by=root", "event=fence object=oss00 stage=abandoned comment=\"disk0 is unmanaged (by root, ");

        await laboratory.HealAsync("oss00");
        await laboratory.StatusShowsAsync("oss00 is connected", status => status.Host("oss00").Connected);
        await Administrator.GetsAsync(laboratory, "disk0 is managed", "manage", "disk0");
        await laboratory.AllIsWellAsync();
    });
}
