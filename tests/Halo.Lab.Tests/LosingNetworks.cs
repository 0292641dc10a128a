using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>Networks fail, and hosts do not.</summary>
public sealed class LosingNetworks
{
    [LabFact]
    public Task A_lost_network_is_a_broken_path_in_status_and_nothing_else() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var before = laboratory.DiskChanges().Count;

            await laboratory.CutAsync("oss00", "a");
            await Eventually.BecomesTrueAsync("status -x has the broken path and nothing else", async () =>
                (await laboratory.HaloAsync("status", "-x")).Output.Trim() is var said
                && said.StartsWith("Broken paths:", StringComparison.Ordinal)
                && said.Contains("oss00: no answer from 10.77.0.10", StringComparison.Ordinal)
                && !said.Contains('\n', StringComparison.Ordinal));
            await Eventually.StaysTrueAsync("oss00 is connected", QuickLab.Watch, async () => (await laboratory.StatusAsync()).Host("oss00").Connected);
            Assert.Equal(before, laboratory.DiskChanges().Count);

            await laboratory.HealAsync("oss00", "a");
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(laboratory.Plan.Targets.First());
        });

    /// <summary>H7: from the manager's side the hosts fall silent one after the other, and come back one after the other.</summary>
    [LabFact]
    public Task A_manager_that_is_cut_off_from_all_hosts_fences_none() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["ext4", "ext4"], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var before = laboratory.DiskChanges().Count;

            await laboratory.CutAsync("mgmt");
            await Story.StatusSaysAsync(
                laboratory,
                "CUT OFF: 4 of 4 hosts are silent at once; HALO fences nobody by itself (F6)",
                "Disconnected hosts: oss[00-03]",
                "disk0: oss00 is not connected; oss01 is not connected (P3); way out: mend the manager's network",
                "oss[00-03]: fence: 4 of 4 hosts are silent at once, so it is the manager that is cut off (F6)");
            await Eventually.StaysTrueAsync("all hosts have power", QuickLab.Watch, async () =>
                (await laboratory.DoAsync("status")).Split('\n').Count(line => line.StartsWith("oss", StringComparison.Ordinal) && line.Contains(" on ", StringComparison.Ordinal)) == 4);
            foreach (var target in laboratory.Plan.Targets)
            {
                await load.GoesOnAsync(target);
            }

            await laboratory.HealAsync("mgmt");
            await laboratory.AllIsWellAsync();
            Assert.Equal(before, laboratory.DiskChanges().Count);
            await Story.IsToldAsync(
                laboratory,
                "event=cut-off object=manager comment=\"* of 4 hosts are silent at once, so it is the manager that is cut off; nothing is fenced (F6)\"",
                "event=lost object=oss0",
                "event=windows-anew object=manager comment=\"it is not cut off any more; every silent host gets a full new window (F6)\"");
            var events = (await laboratory.StatusAsync()).Events;
            Assert.True(events.Where(told => told.Event is "lost").DistinctBy(told => told.Timestamp).Count() > 1, "all fell silent at once");
            Assert.True(events.Where(told => told.Event is "connected").DistinctBy(told => told.Timestamp).Count() > 1, "all came back at once");
            foreach (var host in laboratory.Plan.Hosts)
            {
                await Story.IsToldAsync(
                    laboratory, $"event=disconnected object={host} comment=\"no answer from 10.7", $"event=lost object={host} comment=\"no answer from 10.7", $"event=connected object={host}");
            }

            await Story.IsNotToldAsync(laboratory, "event=fence");
            await Story.IsNotToldAsync(laboratory, "event=stopped");
        });
}
