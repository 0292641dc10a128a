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
        new LaboratoryPlan { Storage = ["zfs"], Settings = ["detection_timeout=3s"] }, CutOffAsync);

    /// <summary>The first host is cut off from all networks: it is fenced, its target starts on the partner, and goes home when it is well again.</summary>
    internal static async Task CutOffAsync(Laboratory laboratory, Load load)
    {
        var target = laboratory.Plan.Targets.First();
        var (home, partner, root) = (target.Home, target.Partner, target.Root);

        await laboratory.CutAsync(home);
        // It lives and knows nothing: it goes on writing until its power goes.
        await laboratory.RunsOnAsync(partner, [.. laboratory.Plan.Targets]);
        Assert.False(await laboratory.HasPowerAsync(home));
        var changes = laboratory.DiskChanges().Where(change => string.Equals(change.Disk, root, StringComparison.Ordinal)).ToList();
        var left = changes.FindLastIndex(change => string.Equals(change.Host, home, StringComparison.Ordinal));
        // An import looks at the disk more than once.
        Assert.False(changes[left].Taken);
        Assert.True(changes.FindIndex(change => change.Taken && string.Equals(change.Host, partner, StringComparison.Ordinal)) > left);
        await Story.IsToldAsync(
            laboratory,
            $"event=disconnected object={home} comment=\"no answer from 10.7",
            $"event=lost object={home} comment=\"no answer from 10.7",
            $"event=fence object={home} stage=intent comment=\"{home} is lost: no answer from 10.7*(F1)\"",
            $"event=fence object={home} stage=done comment=\"verified off\"",
            $"event=start object={root} comment=\"on {partner}: {partner} is the first eligible host (P3)\"",
            $"event=running object={root} comment=\"on {partner}\"",
            $"event=start object={target.Name} comment=\"on {partner}: {root} runs on {partner} (P2)\"",
            $"event=running object={target.Name} comment=\"on {partner}\"");
        await Story.StatusSaysAsync(
            laboratory,
            $"{root} (*): Running (Failed Over) on {partner}",
            $"{target.Name} (lustre/Lustre): Running (Failed Over) on {partner}",
            $"Connected hosts: {partner}",
            $"Disconnected hosts: {home}",
            $"Fenced hosts: {home}",
            $"Powered off hosts: {home}",
            $"About hosts: {home}: fenced (by halo, *) and not reset; halo reset {home} when it is healthy; *verified off");
        await load.NothingIsLostAsync();

        await laboratory.HealAsync(home);
        await GoesHomeAsync(laboratory, load, target);
    }

    private static Task PowerCutAsync(string storage) => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = [storage], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();

            await laboratory.PowerCutAsync(target.Home);
            await laboratory.RunsOnAsync(target.Partner, [.. laboratory.Plan.Targets]);
            await load.GoesOnAsync(target);
            await load.NothingIsLostAsync();
            Assert.Matches(
                $"event=power object={target.Home} comment=\"verified off\"|event=fence object={target.Home} stage=done comment=\"verified off\"",
                await laboratory.DoWithHaloAsync("events", "show"));
            await Story.IsToldAsync(
                laboratory,
                $"event=disconnected object={target.Home} comment=\"no answer from 10.7",
                $"event=* object={target.Home} *comment=\"verified off\"",
                $"event=start object={target.Root} comment=\"on {target.Partner}: {target.Partner} is the first eligible host (P3)\"",
                $"event=running object={target.Name} comment=\"on {target.Partner}\"");
            await Story.StatusSaysAsync(
                laboratory,
                $"{target.Root} (*): Running (Failed Over) on {target.Partner}",
                $"{target.Name} (lustre/Lustre): Running (Failed Over) on {target.Partner}",
                $"Connected hosts: {target.Partner}",
                $"Disconnected hosts: {target.Home}",
                $"Powered off hosts: {target.Home}",
                $"About hosts: {target.Home}: *verified off");

            await GoesHomeAsync(laboratory, load, target);
        });

    private static async Task GoesHomeAsync(Laboratory laboratory, Load load, Target target)
    {
        await laboratory.ComesBackAsync(target.Home);
        await laboratory.DoWithHaloAsync("reset", target.Home);
        await laboratory.DoWithHaloAsync("failback", "--onto", target.Home);
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
        await Story.IsToldAsync(
            laboratory,
            $"event=connected object={target.Home}",
            $"event=move object={target.Root} by=root comment=\"from {target.Partner} to {target.Home} (by root, ",
            $"event=stopped object={target.Root} comment=\"on {target.Partner}\"",
            $"event=start object={target.Root} comment=\"on {target.Home}: it is being moved from {target.Partner} (P3)\"",
            $"event=moved object={target.Root} comment=\"from {target.Partner} to {target.Home}\"");
    }
}
