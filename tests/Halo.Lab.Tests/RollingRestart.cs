using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>Every host is restarted, one after the other, as an administrator would do it, while all targets are written to.</summary>
public sealed class RollingRestart
{
    [LabFact]
    public Task A_rolling_restart_loses_nothing_and_fences_nobody() => LabTest.PlayWithLoadAsync(
        QuickLab.Plan with { Storage = ["ext4", "zfs"] },
        async (laboratory, load) =>
        {
            foreach (var target in laboratory.Plan.Targets)
            {
                var host = target.Home;
                await Administrator.GetsAsync(laboratory, $"{host} is deactivated, and no managed group runs there", "deactivate", host, "--reason", "new kernel");
                await laboratory.RunsOnAsync(target.Partner, target);

                await laboratory.PowerCutAsync(host);
                await Story.StatusSaysAsync(laboratory, $"Disconnected hosts: {host}", $"Deactivated hosts: {host}", $"{target.Name} (lustre/Lustre): Running (Failed Over) on {target.Partner}*");
                await load.GoesOnAsync(target);
                await laboratory.ComesBackAsync(host);

                await Administrator.GetsAsync(laboratory, $"{host} is active", "activate", host);
                await Administrator.GetsAsync(laboratory, $"{host}: the groups of {host} run there", "failback", "--onto", host);
                await laboratory.AllIsWellAsync();
                await load.GoesOnAsync(target);
                await Story.IsToldAsync(
                    laboratory,
                    $"event=deactivate object={host} by=root comment=\"new kernel\"",
                    $"event=stop object={target.Name} comment=\"on {host}: it is being moved to {target.Partner} (by root, *) (P4)\"",
                    $"event=stopped object={target.Root} comment=\"on {host}\"",
                    $"event=start object={target.Root} comment=\"on {target.Partner}: it is being moved from {host} (P3)\"",
                    $"event=running object={target.Name} comment=\"on {target.Partner}\"",
                    $"event=disconnected object={host} comment=\"no answer from 10.7",
                    $"event=connected object={host}",
                    $"event=activate object={host} by=root",
                    $"event=move object={target.Root} by=root comment=\"from {target.Partner} to {host} (by root, ",
                    $"event=stopped object={target.Root} comment=\"on {target.Partner}\"",
                    $"event=start object={target.Root} comment=\"on {host}: it is being moved from {target.Partner} (P3)\"",
                    $"event=running object={target.Name} comment=\"on {host}\"",
                    $"event=moved object={target.Root} comment=\"from {target.Partner} to {host}\"");
            }

            await Story.IsNotToldAsync(laboratory, "event=fence");
        });
}
