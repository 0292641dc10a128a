using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>A host loses its power, or all of its networks, under load.</summary>
public sealed class LosingAHost
{
    [LabFact]
    public Task A_power_cut_moves_an_ext4_target_to_the_partner_and_loses_nothing_acknowledged() => PowerCutAsync("ext4");

    [LabFact]
    public Task A_power_cut_moves_a_dataset_to_the_partner_and_loses_nothing_acknowledged() => PowerCutAsync("zfs");

    [LabFact]
    public Task A_host_that_is_cut_off_is_powered_off_before_its_target_starts_elsewhere() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs"], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();

            await laboratory.CutAsync(target.Home);
            // It lives and knows nothing: it goes on writing until its power goes.
            await laboratory.RunsOnAsync(target.Partner, [.. laboratory.Plan.Targets]);
            Assert.Equal(2, (await laboratory.RunAsync("power", "status", target.Home)).Status);
            var changes = laboratory.DiskChanges().Where(change => string.Equals(change.Disk, target.Root, StringComparison.Ordinal)).ToList();
            var left = changes.FindLastIndex(change => string.Equals(change.Host, target.Home, StringComparison.Ordinal));
            // An import looks at the disk more than once.
            Assert.False(changes[left].Taken);
            Assert.True(changes.FindIndex(change => change.Taken && string.Equals(change.Host, target.Partner, StringComparison.Ordinal)) > left);
            Assert.Contains($"event=fence object={target.Home} stage=done", await laboratory.DoWithHaloAsync("events", "show"), StringComparison.Ordinal);
            await load.NothingIsLostAsync();

            await laboratory.HealAsync(target.Home);
            await GoesHomeAsync(laboratory, load, target);
        });

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

            await GoesHomeAsync(laboratory, load, target);
        });

    private static async Task GoesHomeAsync(Laboratory laboratory, Load load, Target target)
    {
        await laboratory.ComesBackAsync(target.Home);
        await laboratory.DoWithHaloAsync("reset", target.Home);
        await laboratory.DoWithHaloAsync("failback", "--onto", target.Home);
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
    }
}
