using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>
/// Starts, stops and monitors that hang or fail, in a script, which can be killed. What hangs on one host keeps nobody else waiting, and nothing moves
/// because of it.
/// </summary>
public sealed class HangingAgents
{
    private const string Hang = "sleep 600";

    /// <summary>Long enough for what does not hang, on a busy machine.</summary>
    private const string Limit = "8s", KilledAtTheLimit = "the agent did not end within 8 s and was killed";

    private static readonly LaboratoryPlan Plan = QuickLab.Plan with
    {
        Timeouts = [$"ost0.start={Limit}", $"ost0.stop={Limit}", $"ost0.monitor={Limit}"],
    };

    [LabFact]
    public Task A_start_that_hangs_is_killed_at_its_deadline_and_tried_again_after_cleanup() => StartFailsAsync(
        Hang, KilledAtTheLimit);

    [LabFact]
    public Task A_start_that_fails_is_told_with_the_agents_own_reason_and_tried_again_after_cleanup() => StartFailsAsync(
        "echo \"ocf-exit-reason:the target is being repaired\" >&2\nexit 1", "the target is being repaired");

    [LabFact]
    public Task A_stop_that_hangs_keeps_the_target_where_it_is_and_moves_after_cleanup() => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        await laboratory.TroubleAsync("oss00", "stop", Hang);

        await Administrator.IsRefusedAsync(
            laboratory, $"halo: deactivate oss00 failed: oss00 is deactivated, but disk0 stays there: on oss00 ost0 failed (its stop failed: {KilledAtTheLimit}) (P4)*",
            "deactivate", "oss00", "--reason", "new DIMM");
        await Story.StatusSaysAsync(
            laboratory, "ost0 (lustre/Lustre): Running on oss00: its stop failed*",
            "disk0: oss00 is deactivated, but on oss00 ost0 failed * (P4); way out: mend it, then halo cleanup ost0; or halo activate oss00");
        await load.GoesOnAsync(target);

        await laboratory.NoTroubleAsync("oss00", "stop");
        await Administrator.GetsAsync(laboratory, "ost0*", "cleanup", "ost0");
        await laboratory.RunsOnAsync("oss01", target);
        await load.GoesOnAsync(target);
        await Story.IsToldAsync(
            laboratory,
            "event=deactivate object=oss00 by=root comment=\"new DIMM\"",
            "event=stop object=ost0 comment=\"on oss00: it is being moved to oss01 (by root, *) (P4)\"",
            $"event=failed object=ost0 comment=\"on oss00: its stop failed: {KilledAtTheLimit}\"",
            "event=cleanup object=ost0 by=root",
            "event=stop object=ost0 comment=\"on oss00: ",
            "event=stopped object=ost0 comment=\"on oss00\"",
            "event=stopped object=disk0 comment=\"on oss00\"",
            "event=start object=disk0 comment=\"on oss01: ",
            "event=running object=ost0 comment=\"on oss01\"");
        await GoesHomeAsync(laboratory, load, target);
    });

    [LabFact]
    public Task A_monitor_that_hangs_is_shown_and_what_runs_is_left_alone() => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        var before = laboratory.DiskChanges().Count;

        await laboratory.TroubleAsync("oss00", "monitor", Hang);
        await Story.StatusSaysAsync(
            laboratory, $"ost0 (lustre/Lustre): Error: oss00: {KilledAtTheLimit}",
            "disk0: ost0 is in error on oss00: * (P8); way out: mend it on oss00, then HALO goes on; or have it restarted: halo cleanup ost0");
        await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));

        await laboratory.NoTroubleAsync("oss00", "monitor");
        await laboratory.AllIsWellAsync();
        Assert.Equal(1, laboratory.StartsOn("oss00", "ost0"));
        Assert.Equal(before, laboratory.DiskChanges().Count);
        await Story.IsToldAsync(laboratory, $"event=error object=ost0 comment=\"on oss00: {KilledAtTheLimit}\"", "event=running object=ost0 comment=\"on oss00");
        await Story.IsNotToldAsync(laboratory, "event=stop object=");
        await Story.IsNotToldAsync(laboratory, "event=stopped object=");
    });

    /// <summary>H1.</summary>
    [LabFact]
    public Task A_monitor_that_says_7_once_changes_nothing() => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        await laboratory.TroubleAsync("oss00", "monitor", "[ -e /run/trouble/told ] || { touch /run/trouble/told; exit 7; }; echo asked >>/run/trouble/asked");
        await Eventually.BecomesTrueAsync("it was asked again", async () =>
            (await laboratory.OnHostAsync("oss00", "cat", "/run/trouble/asked")).Output.Split('\n').Length > 3, TimeSpan.FromSeconds(60));

        await laboratory.AllIsWellAsync();
        Assert.Equal(1, laboratory.StartsOn("oss00", "ost0"));
        await Story.IsNotToldAsync(laboratory, "event=stopped object=");
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
    });

    /// <summary>H1: it is started anew where it runs, which its agent takes for nothing to do; and never elsewhere.</summary>
    [LabFact]
    public Task A_monitor_that_goes_on_saying_7_of_what_runs_moves_nothing() => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        var before = laboratory.DiskChanges().Count;

        await laboratory.TroubleAsync("oss00", "monitor", "exit 7");
        await Story.StatusSaysAsync(
            laboratory, "disk0: ost0 *on oss00: its start failed: it does not stay up, this would be its third restart within ten minutes (P8); way out: mend it, then halo cleanup ost0");
        await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));

        await laboratory.NoTroubleAsync("oss00", "monitor");
        await Story.StatusSaysAsync(laboratory, "ost0 (lustre/Lustre): Running on oss00: its start failed: it does not stay up*");
        await Administrator.GetsAsync(laboratory, "ost0 runs on oss00", "cleanup", "ost0");
        await laboratory.AllIsWellAsync();
        Assert.Equal(3, laboratory.StartsOn("oss00", "ost0"));
        Assert.Equal(0, laboratory.StartsOn("oss01", "ost0"));
        Assert.Equal(before, laboratory.DiskChanges().Count);
        await Story.IsToldAsync(
            laboratory,
            "event=stopped object=ost0 comment=\"on oss00: it ran, and HALO did not stop it\"",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"",
            "event=failed object=ost0 comment=\"on oss00: its start failed: it does not stay up, this would be its third restart within ten minutes\"",
            "event=cleanup object=ost0 by=root");
        await Story.IsNotToldAsync(laboratory, "event=stop object=");
    });

    private static Task StartFailsAsync(string trouble, string reason) => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        await laboratory.TroubleAsync("oss00", "start", trouble);

        await laboratory.StopByHandAsync("oss00", "/mnt/ost0");
        await Story.StatusSaysAsync(
            laboratory, $"ost0 (lustre/Lustre): Error: oss00: its start failed: {reason}",
            $"disk0: ost0 is in error on oss00: its start failed: {reason} (P8); way out: mend it, then halo cleanup ost0");
        await load.GoesOnAsync(laboratory.Plan.Targets.Last());

        await laboratory.NoTroubleAsync("oss00", "start");
        await Administrator.GetsAsync(laboratory, "ost0 runs on oss00", "cleanup", "ost0");
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
        Assert.Equal(["oss00"], laboratory.Holders("disk0"));
        await Story.IsToldAsync(
            laboratory,
            "event=stopped object=ost0 comment=\"on oss00: it ran, and HALO did not stop it\"",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"",
            $"event=failed object=ost0 comment=\"on oss00: its start failed: {reason}\"",
            "event=cleanup object=ost0 by=root",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"",
            "event=running object=ost0 comment=\"on oss00\"");
    });

    private static async Task GoesHomeAsync(Laboratory laboratory, Load load, Target target)
    {
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", target.Home);
        await Administrator.GetsAsync(laboratory, "oss00: the groups of oss00 run there", "failback", "--onto", target.Home);
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
    }
}
