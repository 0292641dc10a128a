using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H23: a host lacks what a group needs, or cannot tell.</summary>
public sealed class LackingSoftware
{
    /// <summary>heartbeat/Filesystem answers 5 without fsck: of what runs that is an error (K2), and of nothing else.</summary>
    [LabFact]
    public Task A_partner_that_lacks_a_tool_of_the_agent_gets_nothing_until_it_has_it() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        await TakeAwayAsync(laboratory);
        await Story.StatusSaysAsync(
            laboratory, "disk0 (heartbeat/Filesystem): Running on oss00", "disk1 (heartbeat/Filesystem): Error: oss01: *fsck*",
            "disk1: disk1 is in error on oss01: Setup problem: couldn't find command: fsck (P8); way out: mend it on oss01, then HALO goes on; or have it restarted: halo cleanup disk1");
        await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));

        await laboratory.PowerCutAsync("oss00");
        await Story.StatusSaysAsync(
            laboratory, "Connected hosts: oss01", "disk0: oss00 is *; oss01 lacks what disk0 needs (Setup problem: couldn't find command: fsck) (P3); way out: bring oss00 back; or install what is missing on oss01");
        await Eventually.StaysTrueAsync("nothing is started on oss01, or stopped there", QuickLab.Watch, () => Task.FromResult(
            laboratory.StartsOn("oss01", "disk0") == 0 && laboratory.Holders("disk0") is [] && laboratory.Holders("disk1") is ["oss01"]));
        await load.GoesOnAsync(laboratory.Plan.Targets.Last());

        await BringBackAsync(laboratory);
        await TakesOverAsync(laboratory, load);
        Assert.Equal(1, laboratory.StartsOn("oss01", "disk1"));
    });

    [LabFact]
    public Task A_host_that_is_cut_off_is_not_fenced_while_its_partner_lacks_what_its_target_needs() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        await MonitorSaysAsync(laboratory, "lnet is not installed", 5);
        const string Lacks = "oss01 lacks what ost0 needs (lnet is not installed)";

        await laboratory.CutAsync("oss00");
        await Story.StatusSaysAsync(
            laboratory, $"disk0: oss00 is not connected; {Lacks} (P3); way out: bring oss00 back; or install what is missing on oss01",
            $"oss00: fence: with oss00 off no managed group could start: disk0: oss00 is off; {Lacks} (F5)");
        await Eventually.StaysTrueAsync("oss00 has power", QuickLab.Watch, () => Task.FromResult(laboratory.HasPower("oss00")));
        await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));
        await Story.IsNotToldAsync(laboratory, "event=fence");

        await laboratory.NoTroubleAsync("oss01", "monitor");
        await TakesOverAsync(laboratory, load);
        await Story.IsToldAsync(laboratory, "event=disconnected object=oss00", "event=fence object=oss00 stage=done comment=\"verified off\"", "event=start object=disk0 comment=\"on oss01: ");
    });

    /// <summary>It may be a second instance, also after the first is gone.</summary>
    [LabFact]
    public Task A_partner_that_answers_1_is_a_conflict_and_gets_the_target_only_when_it_is_mended() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        await MonitorSaysAsync(laboratory, "cannot ask lnet", 1);
        await Story.StatusSaysAsync(
            laboratory, "disk0: ost0 is Running on oss00 and ost0 is in Error (cannot ask lnet) on oss01 (P9); way out: mend what the agents report, then HALO goes on");
        await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));

        await laboratory.PowerCutAsync("oss00");
        await Story.StatusSaysAsync(laboratory, "disk0: ost0 is in error on oss01: cannot ask lnet (P8); way out: mend it on oss01, then HALO goes on; or *");
        await Eventually.StaysTrueAsync("ost0 is not started on oss01", QuickLab.Watch, () => Task.FromResult(laboratory.StartsOn("oss01", "ost0") == 0));
        await load.GoesOnAsync(laboratory.Plan.Targets.Last());

        await laboratory.NoTroubleAsync("oss01", "monitor");
        await TakesOverAsync(laboratory, load);
        await Story.IsToldAsync(
            laboratory,
            "event=error object=ost0 comment=\"on oss01: cannot ask lnet\"",
            "event=conflict object=disk0 comment=\"ost0 is Running on oss00 and ost0 is in Error (cannot ask lnet) on oss01; HALO does not touch the group until one is left\"",
            "event=conflict-over object=disk0",
            "event=start object=disk0 comment=\"on oss01: ",
            "event=start object=ost0 comment=\"on oss01: disk0 runs on oss01 (P2)\"");
    });

    /// <summary>What has left a host is not expected there any more: that its software goes then, for an upgrade, is no error and no conflict (K2).</summary>
    [LabFact]
    public Task Software_that_is_taken_off_a_host_after_its_groups_have_left_it_disturbs_nothing() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        await Administrator.GetsAsync(laboratory, "oss01 is deactivated, and no managed group runs there", "deactivate", "oss01", "--reason", "upgrade");
        await TakeAwayAsync(laboratory);
        await laboratory.PowerCutAsync("oss00");
        await Story.StatusSaysAsync(
            laboratory,
            "disk0: oss00 is not connected; oss01 is deactivated (*) (P3); way out: bring oss00 back; or install what is missing on oss01 and halo activate oss01",
            "disk1: oss01 is deactivated (*); oss00 is not connected (P3); way out: install what is missing on oss01 and halo activate oss01; or bring oss00 back");
        await Story.IsNotToldAsync(laboratory, "event=conflict");
        await Story.IsNotToldAsync(laboratory, "event=error");

        await BringBackAsync(laboratory);
        await Administrator.GetsAsync(laboratory, "oss01 is active", "activate", "oss01");
        await TakesOverAsync(laboratory, load);
    });

    private static Task<string> TakeAwayAsync(Laboratory laboratory) => laboratory.DoOnHostAsync("oss01", "mv", "/usr/sbin/fsck", "/usr/sbin/fsck.away");

    private static Task<string> BringBackAsync(Laboratory laboratory) => laboratory.DoOnHostAsync("oss01", "mv", "/usr/sbin/fsck.away", "/usr/sbin/fsck");

    /// <summary>On oss01, of ost0 only.</summary>
    private static Task MonitorSaysAsync(Laboratory laboratory, string reason, int status) => laboratory.TroubleAsync(
        "oss01", "monitor", $"[ \"$OCF_RESKEY_mountpoint\" != /mnt/ost0 ] || {{ echo \"ocf-exit-reason:{reason}\" >&2; exit {status}; }}");

    private static async Task TakesOverAsync(Laboratory laboratory, Load load)
    {
        await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
        await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));
        Assert.Equal((1, 1), (laboratory.StartsOn("oss01", "disk0"), laboratory.StartsOn("oss01", "ost0")));
        Assert.False(await laboratory.HasPowerAsync("oss00"));
    }
}
