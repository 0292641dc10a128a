using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>What an administrator moves while it is written to, and what is done by hand in the middle of that.</summary>
public sealed class MovingUnderLoad
{
    [LabFact]
    public Task Deactivate_and_failback_lose_nothing_acknowledged() => LabTest.PlayWithLoadAsync(QuickLab.Plan with { Storage = ["ext4", "zfs"] }, async (laboratory, load) =>
    {
        foreach (var target in laboratory.Plan.Targets.Where(target => target.Number % 2 == 0))
        {
            await Administrator.GetsAsync(
                laboratory, $"{target.Home} is deactivated, and no managed group runs there", "deactivate", target.Home, "--reason", "new DIMM");
            await laboratory.RunsOnAsync(target.Partner, target);
            await load.GoesOnAsync(target);
            await Story.StatusSaysAsync(
                laboratory, $"{target.Name} (lustre/Lustre): Running (Failed Over) on {target.Partner}", $"Deactivated hosts: {target.Home}",
                $"About hosts: {target.Home}: deactivated (by root, *, \"new DIMM\")");
            await Administrator.IsRefusedAsync(laboratory, $"halo: *{target.Home} is deactivated *(A2)*", "failback", "--onto", target.Home);

            await Administrator.GetsAsync(laboratory, $"{target.Home} is active", "activate", target.Home);
            await Administrator.GetsAsync(laboratory, $"{target.Home}: the groups of {target.Home} run there", "failback", "--onto", target.Home);
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(target);
            await Story.IsToldAsync(
                laboratory,
                $"event=deactivate object={target.Home} by=root comment=\"new DIMM\"",
                $"event=move object={target.Root} by=root comment=\"from {target.Home} to {target.Partner} (by root, ",
                $"event=stop object={target.Name} comment=\"on {target.Home}: it is being moved to {target.Partner} (by root, ",
                $"event=stopped object={target.Root} comment=\"on {target.Home}\"",
                $"event=start object={target.Root} comment=\"on {target.Partner}: it is being moved from {target.Home} (P3)\"",
                $"event=moved object={target.Root} comment=\"from {target.Home} to {target.Partner}\"",
                $"event=activate object={target.Home} by=root",
                $"event=move object={target.Root} by=root comment=\"from {target.Partner} to {target.Home} (by root, ",
                $"event=moved object={target.Root} comment=\"from {target.Partner} to {target.Home}\"");
        }

        await Story.IsNotToldAsync(laboratory, "event=fence");
    });

    /// <summary>H24.</summary>
    [LabFact]
    public Task A_group_that_is_unmanaged_in_the_middle_of_a_move_is_left_half_done_and_that_is_said() => InTheMiddleOfAMoveAsync(async (laboratory, load, target) =>
    {
        await Administrator.GetsAsync(
            laboratory, "disk0 is unmanaged; its move from oss00 to oss01 is left half done; ost0 is being stopped on oss00 and that runs out", "unmanage", "disk0");
        await GoOnAsync(laboratory);
        await Story.StatusSaysAsync(
            laboratory, "disk0 (heartbeat/Filesystem): Running (Unmanaged) on oss00", "ost0 (lustre/Lustre): Stopped (Unmanaged)",
            "disk0: disk0 is unmanaged (by root, *) (P5); way out: halo manage disk0");
        await Story.IsToldAsync(laboratory, "event=move-failed object=disk0 comment=\"from oss00 to oss01: disk0 is unmanaged (by root, ", "event=stopped object=ost0 comment=\"on oss00\"");

        await Administrator.GetsAsync(laboratory, "disk0 is managed", "manage", "disk0");
        await laboratory.RunsOnAsync("oss01", target);
        await load.GoesOnAsync(target);
    });

    /// <summary>H24.</summary>
    [LabFact]
    public Task A_host_that_is_fenced_in_the_middle_of_a_move_to_it_gets_nothing() => InTheMiddleOfAMoveAsync(async (laboratory, load, target) =>
    {
        await Administrator.IsRefusedAsync(laboratory, "halo: cannot fence oss01: with oss01 off no managed group could start: * (F5). *halo fence oss01 --force*", "fence", "oss01");
        await Administrator.GetsAsync(laboratory, "oss01 is fenced and verified off", "fence", "oss01", "--force");
        await GoOnAsync(laboratory);
        await Story.StatusSaysAsync(
            laboratory, "Powered off hosts: oss01",
            "disk0: oss00 is deactivated, but oss01 is off (P4); way out: HALO moves it when that has changed; or halo activate oss00");
        await Story.IsToldAsync(laboratory, "event=move-failed object=disk0 comment=\"from oss00 to oss01: oss01 is being fenced\"");

        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        await laboratory.RunsOnAsync("oss00", [.. laboratory.Plan.Targets]);
        await load.GoesOnAsync(target);
        await laboratory.ComesBackAsync("oss01");
        await Administrator.GetsAsync(laboratory, "oss01 is reset*", "reset", "oss01");
        await Administrator.GetsAsync(laboratory, "oss01: the groups of oss01 run there", "failback", "--onto", "oss01");
    });

    /// <summary>H24: the host is active again before the group has left it.</summary>
    [LabFact]
    public Task A_move_from_a_host_that_is_activated_meanwhile_is_finished_and_the_group_is_brought_home() => InTheMiddleOfAMoveAsync(async (laboratory, load, target) =>
    {
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");
        await GoOnAsync(laboratory);
        await laboratory.RunsOnAsync("oss01", target);
        await load.GoesOnAsync(target);
    });

    /// <summary>oss00 is being deactivated, and ost0 is being stopped there until <see cref="GoOnAsync"/>. In the end all goes home.</summary>
    private static Task InTheMiddleOfAMoveAsync(Func<Laboratory, Load, Target, Task> test) => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        await laboratory.TroubleAsync("oss00", "stop", "until [ -e /run/trouble/go ]; do sleep 0.1; done");
        await laboratory.DoWithHaloAsync("deactivate", "oss00", "--no-wait");
        await Story.StatusSaysAsync(laboratory, "ost0 (lustre/Lustre): Unknown: oss00: is being stopped");

        await test(laboratory, load, laboratory.Plan.Targets.First());

        await Administrator.GetsAsync(laboratory, "oss00 is *", "activate", "oss00");
        await Administrator.GetsAsync(laboratory, "oss00: *", "failback", "--onto", "oss00");
        await laboratory.AllIsWellAsync();
    });

    private static Task<string> GoOnAsync(Laboratory laboratory) => laboratory.DoOnHostAsync("oss00", "touch", "/run/trouble/go");
}
