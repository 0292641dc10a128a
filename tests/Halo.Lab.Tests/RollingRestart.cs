using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>Every host is restarted, one after the other, as an administrator would do it, while all targets are written to.</summary>
public sealed class RollingRestart
{
    [LabFact]
    public Task A_rolling_restart_loses_nothing_and_fences_nobody() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["ext4", "zfs"], Settings = ["detection_timeout=3s", "monitor_interval=1s"] },
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
            }

            await Story.IsNotToldAsync(laboratory, "event=fence");
        });
}
