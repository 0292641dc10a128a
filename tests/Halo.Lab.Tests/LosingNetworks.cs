using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>Networks fail, and hosts do not.</summary>
public sealed class LosingNetworks
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(12);

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
            await Eventually.StaysTrueAsync("oss00 is connected", Watch, async () => (await laboratory.StatusAsync()).Host("oss00").Connected);
            Assert.Equal(before, laboratory.DiskChanges().Count);

            await laboratory.HealAsync("oss00", "a");
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(laboratory.Plan.Targets.First());
        });

    [LabFact]
    public Task A_manager_that_is_cut_off_from_all_hosts_fences_none() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["ext4", "ext4"], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var before = laboratory.DiskChanges().Count;

            await laboratory.CutAsync("mgmt");
            await laboratory.StatusShowsAsync("it takes itself for the one that is cut off", status => status.CutOff is not null);
            await Eventually.StaysTrueAsync("all hosts have power", Watch, async () =>
                (await laboratory.DoAsync("status")).Split('\n').Count(line => line.StartsWith("oss", StringComparison.Ordinal) && line.Contains(" on ", StringComparison.Ordinal)) == 4);
            foreach (var target in laboratory.Plan.Targets)
            {
                await load.GoesOnAsync(target);
            }

            await laboratory.HealAsync("mgmt");
            await laboratory.AllIsWellAsync();
            Assert.Equal(before, laboratory.DiskChanges().Count);
            Assert.DoesNotContain("event=fence", await laboratory.DoWithHaloAsync("events", "show"), StringComparison.Ordinal);
        });
}
