using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>Pools about which heartbeat/ZFS says something that is not so, or nothing.</summary>
public sealed class LosingAPool
{
    private static readonly LaboratoryPlan Plan = QuickLab.Plan with { Storage = ["zfs"] };

    /// <summary>
    /// H1: of a pool that is FAULTED the agent says 7, though it is imported. The health alone is made up here, because zfs-fuse never says that; what
    /// zpool does is real.
    /// </summary>
    [LabFact]
    public Task A_pool_that_looks_stopped_because_it_is_faulted_is_exported_before_the_partner_imports_it() => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        await laboratory.DoOnHostAsync(
            "oss00", "sh", "-c",
            "zpool=$(readlink -f \"$(command -v zpool)\"); cp $zpool $zpool.real; "
                + "printf '%s\\n' '#!/bin/sh' 'case $* in *health*pool0) echo FAULTED ;; *) exec '$zpool'.real \"$@\" ;; esac' >$zpool.new; chmod +x $zpool.new; mv $zpool.new $zpool");

        await laboratory.RunsOnAsync("oss01", target);
        await load.GoesOnAsync(target);
        await Story.IsToldAsync(
            laboratory,
            "event=stopped object=pool0 comment=\"on oss00: it ran, and HALO did not stop it\"",
            "event=stop object=ost0 comment=\"on oss00: its parent pool0 is stopped (P2)\"",
            "event=failed object=pool0 comment=\"on oss00: its start failed: it does not stay up, this would be its third restart within ten minutes\"",
            "event=stop object=pool0 comment=\"on oss00: ",
            "event=stopped object=pool0 comment=\"on oss00\"",
            "event=start object=pool0 comment=\"on oss01: ",
            "event=running object=ost0 comment=\"on oss01\"");
        await Story.StatusSaysAsync(laboratory, "pool0 (heartbeat/ZFS): Running (Failed Over) on oss01: oss00: its start failed: it does not stay up*");

        await laboratory.DoOnHostAsync("oss00", "sh", "-c", "zpool=$(readlink -f \"$(command -v zpool)\"); mv $zpool.real $zpool");
        await Administrator.GetsAsync(laboratory, "pool0*", "cleanup", "pool0");
        await Administrator.GetsAsync(laboratory, "oss00: the groups of oss00 run there", "failback", "--onto", "oss00");
        await laboratory.AllIsWellAsync();
    });

    [LabFact]
    public Task A_pool_about_which_its_agent_does_not_answer_is_shown_and_left_alone() => LabTest.PlayWithLoadAsync(
        Plan with { Timeouts = ["pool0.monitor=10s"] }, async (laboratory, load) =>
    {
        var before = laboratory.DiskChanges().Count;

        await SignalDaemonAsync(laboratory, "STOP");
        await Story.StatusSaysAsync(
            laboratory, "pool0 (heartbeat/ZFS): Error: oss00: the agent did not end within 10 s and *",
            "*pool0: pool0 is in error on oss00: * (P8); way out: mend it on oss00, then HALO goes on; or have it restarted: halo cleanup pool0");

        await SignalDaemonAsync(laboratory, "CONT");
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
        Assert.Equal(before, laboratory.DiskChanges().Count);
        await Story.IsToldAsync(
            laboratory,
            "event=error object=pool0 comment=\"on oss00: the agent did not end within 10 s and ",
            "event=running object=pool0 comment=\"on oss00");
        await Story.IsNotToldAsync(laboratory, "event=stop object=");
        await Story.IsNotToldAsync(laboratory, "event=stopped object=");
    });

    /// <summary>
    /// The agent asks for the pool's health, and nothing is read for that: it is well until zfs-fuse itself notices. What to do is left to the
    /// administrator.
    /// </summary>
    [LabFact]
    public Task A_host_whose_disks_fail_is_fenced_by_hand_and_its_partner_has_all() => LabTest.PlayWithLoadAsync(Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        await laboratory.DisksAsync("oss00", "fail");
        await Eventually.StaysTrueAsync("oss00 has power, and all is left on it", TimeSpan.FromSeconds(5), async () =>
            await laboratory.HasPowerAsync("oss00") && await laboratory.StatusAsync() is var status
            && (status.Is(target.Root, "Running") || status.Is(target.Root, "Error")) && status.Resource(target.Name).RunningOn is ["oss00"]);
        await Story.StatusSaysAsync(laboratory, "pool0 (heartbeat/ZFS): *oss00*", "ost0 (lustre/Lustre): Running on oss00");
        await Story.IsNotToldAsync(laboratory, "event=stop object=");
        await Story.IsNotToldAsync(laboratory, "event=stopped object=");
        await Story.IsNotToldAsync(laboratory, "event=failed object=");

        await Administrator.GetsAsync(laboratory, "oss00 is fenced and verified off", "fence", "oss00", "--reason", "its disks fail");
        await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
        await load.GoesOnAsync(target);
        await load.NothingIsLostAsync();
        await Story.IsToldAsync(
            laboratory,
            "event=fence object=oss00 stage=intent by=root comment=\"its disks fail\"",
            "event=fence object=oss00 stage=done by=root",
            "event=start object=pool0 comment=\"on oss01: oss01 is the first eligible host (P3)\"",
            "event=running object=ost0 comment=\"on oss01\"");
        await Story.StatusSaysAsync(laboratory, "About hosts: oss00: fenced (by root, *, \"its disks fail\") and not reset; halo reset oss00 when it is healthy; verified off");

        await laboratory.ComesBackAsync("oss00");
        await Administrator.GetsAsync(laboratory, "oss00 is reset*", "reset", "oss00");
        await Administrator.GetsAsync(laboratory, "oss00: the groups of oss00 run there", "failback", "--onto", "oss00");
        await laboratory.AllIsWellAsync();
    });

    private static Task<string> SignalDaemonAsync(Laboratory laboratory, string signal) =>
        laboratory.DoOnHostAsync("oss00", "sh", "-c", "kill -$0 $(cat /run/zfs-fuse.process)", signal);
}
