using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>A host loses its power under load.</summary>
public sealed class LosingAHost
{
    [LabFact]
    public Task A_power_cut_moves_an_ext4_target_to_the_partner_and_loses_nothing_acknowledged() => PowerCutAsync("ext4");

    [LabFact]
    public Task A_power_cut_moves_a_dataset_to_the_partner_and_loses_nothing_acknowledged() => PowerCutAsync("zfs");

    private static Task PowerCutAsync(string storage) => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = [storage], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();

            await laboratory.PowerCutAsync(target.Home);
            await laboratory.RunsOnAsync(target.Partner, [.. laboratory.Plan.Targets]);
            await load.GoesOnAsync(target);
            await load.NothingIsLostAsync();
            var events = await laboratory.DoWithHaloAsync("events", "show");
            Assert.Matches($"event=power object={target.Home} .*verified off|event=fence object={target.Home} stage=done", events);
            Assert.Contains($"event=start object={target.Root} comment=\"on {target.Partner}: ", events, StringComparison.Ordinal);

            await laboratory.PowerOnAsync(target.Home);
            await laboratory.StatusShowsAsync($"{target.Home} is connected", status => status.Host(target.Home).Connected);
            await laboratory.HaloAsync("reset", target.Home);
            await laboratory.DoWithHaloAsync("failback", "--onto", target.Home);
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(target);
        });
}
