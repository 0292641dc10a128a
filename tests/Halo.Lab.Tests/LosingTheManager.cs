using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>The management host is lost for a while. Nothing that runs notices.</summary>
public sealed class LosingTheManager
{
    /// <summary>H29: its session is half open on every remote, and a start that it sent is under way. It comes back and takes both over.</summary>
    [LabFact]
    public Task A_power_cut_of_the_management_host_in_the_middle_of_a_start_changes_nothing() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs"], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var targets = laboratory.Plan.Targets.ToList();
            await laboratory.DoWithHaloAsync("unmanage", "pool1", "--reason", "mine");
            await laboratory.TroubleAsync("oss00", "start", "until [ -e /run/go ]; do sleep 0.1; done");
            await laboratory.StopByHandAsync("oss00", "/mnt/ost0");
            await Eventually.BecomesTrueAsync("ost0 is being started again", () => laboratory.StartsOn("oss00", "ost0") == 2, TimeSpan.FromSeconds(60));

            await laboratory.PowerCutAsync("mgmt");
            await load.GoesOnAsync(targets[1]);
            await laboratory.PowerOnAsync("mgmt");
            await laboratory.StatusShowsAsync("that start goes on", status =>
                status.WaitOf("pool0").Contains("ost0 is being started on oss00", StringComparison.Ordinal));
            await laboratory.DoOnHostAsync("oss00", "touch", "/run/go");

            await laboratory.RunsOnAsync("oss00", targets[0]);
            await load.GoesOnAsync(targets[0]);
            Assert.Equal(2, laboratory.StartsOn("oss00", "ost0"));
            await Story.StatusSaysAsync(laboratory, "pool1 (heartbeat/ZFS): Running (Unmanaged) on oss01");
            await Story.IsToldAsync(
                laboratory,
                "event=unmanage object=pool1 by=root comment=\"mine\"",
                "event=stopped object=ost0 comment=\"on oss00: it ran, and HALO did not stop it\"",
                "event=start object=ost0 comment=\"on oss00: pool0 runs on oss00 (P2)\"",
                "event=running object=ost0 comment=\"on oss00\"");
            await Story.IsNotToldAsync(laboratory, "event=fence");
            Assert.All(targets, target => Assert.Equal([target.Home], laboratory.Holders(target.Root)));
        });

    /// <summary>H8: what a manager that did not run took for silence may have been its own.</summary>
    [LabFact]
    public Task A_manager_that_stood_still_for_a_minute_fences_nobody() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs"], Settings = ["detection_timeout=3s", "unresponsive_timeout=6s", "on_agent_down=fence"] },
        async (laboratory, load) =>
        {
            var targets = laboratory.Plan.Targets.ToList();
            await laboratory.FreezeAsync("mgmt");
            await laboratory.CutAsync("oss00");
            await Eventually.StaysTrueAsync("all hosts have power", TimeSpan.FromMinutes(1), () => BothHavePowerAsync(laboratory));
            await load.GoesOnAsync(targets[0]);
            await laboratory.HealAsync("oss00");
            await laboratory.ThawAsync("mgmt");

            await Eventually.StaysTrueAsync("all hosts have power", TimeSpan.FromSeconds(12), () => BothHavePowerAsync(laboratory));
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(targets[0]);
            await Story.IsNotToldAsync(laboratory, "event=fence");
            Assert.All(targets, target => Assert.Equal([target.Home], laboratory.Holders(target.Root)));
        });

    private static async Task<bool> BothHavePowerAsync(Laboratory laboratory) => await laboratory.HasPowerAsync("oss00") && await laboratory.HasPowerAsync("oss01");
}
