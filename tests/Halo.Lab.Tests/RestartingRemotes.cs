using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H2: a host's remote ends while it starts something. What it began goes on, and the next remote says so.</summary>
public sealed class RestartingRemotes
{
    [LabFact]
    public Task A_start_outlives_a_remote_that_crashes_and_is_not_begun_twice() => StartOutlivesAsync("kill");

    [LabFact]
    public Task A_start_outlives_a_remote_that_is_upgraded_and_is_not_begun_twice() => StartOutlivesAsync("stop");

    private static Task StartOutlivesAsync(string end) => LabTest.PlayWithLoadAsync(
        QuickLab.Plan,
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();
            await laboratory.TroubleAsync("oss00", "start", "until [ -e /run/trouble/go ]; do sleep 0.1; done");
            await laboratory.StopByHandAsync("oss00", target.MountPoint);
            await Story.StatusSaysAsync(laboratory, "ost0 (lustre/Lustre): Unknown: oss00: is being started");

            await laboratory.RemoteAsync("oss00", end);
            await Story.StatusSaysAsync(laboratory, "About hosts: oss00: its remote is not running*");
            await laboratory.RemoteAsync("oss00", "start");
            await Story.StatusSaysAsync(laboratory, "disk0: ost0 is being started on oss00 (P6); way out: HALO goes on when that has ended");
            await laboratory.StatusShowsAsync("oss00 is connected", status => status.Host("oss00").Connected);
            await load.GoesOnAsync(laboratory.Plan.Targets.Last());

            await laboratory.DoOnHostAsync("oss00", "touch", "/run/trouble/go");
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(target);
            Assert.Equal(2, laboratory.StartsOn("oss00", "ost0"));
            await Story.IsToldAsync(
                laboratory,
                "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"",
                "event=disconnected object=oss00 comment=\"its remote is not running (",
                "event=connected object=oss00",
                "event=tainted object=ost0 comment=\"on oss00: until a stop has succeeded there, it counts as possibly running\"",
                "event=running object=ost0 comment=\"on oss00\"");
            await Story.IsNotToldAsync(laboratory, "event=fence");
        });
}
