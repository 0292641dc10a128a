using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H18: the manager is killed when a host that was cut off is fenced, and what ran on it is being started on its partner.</summary>
public sealed class KillingTheManagerInAStart
{
    /// <summary>In the same step the start of the root is announced.</summary>
    [LabFact]
    public Task When_the_host_is_verified_off() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("ext4", "redfish"),
        async laboratory =>
        {
            await laboratory.CutAsync("oss00");
            await FailoverMoment.LoggedAsync(laboratory, "stage=done");
        },
        IsBeingMounted);

    /// <summary>The mount waits for a sign of life of the host that had the disk.</summary>
    [LabFact]
    public Task While_the_file_system_is_being_mounted() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("ext4"),
        async laboratory =>
        {
            await laboratory.CutAsync("oss00");
            await FailoverMoment.ReachedAsync("oss01 mounts the disk", () => IsBeingMounted(laboratory));
        },
        laboratory => FailoverMoment.IsLogged(laboratory, "\trunning\tdisk0\ton oss01"));

    /// <summary>In the same step it is told that the root runs.</summary>
    [LabFact]
    public Task When_the_start_of_the_target_is_announced() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("zfs"),
        async laboratory =>
        {
            await laboratory.CutAsync("oss00");
            await FailoverMoment.LoggedAsync(laboratory, "\tstart\tost0\ton oss01");
        },
        TargetRuns);

    [LabFact]
    public Task While_the_target_is_being_started() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("zfs"),
        async laboratory =>
        {
            await laboratory.TroubleAsync("oss01", "start", "until [ -e /run/go ]; do sleep 0.1; done");
            await laboratory.CutAsync("oss00");
            await FailoverMoment.ReachedAsync("ost0 is being started", () => laboratory.StartsOn("oss01", "ost0") == 1);
        },
        TargetRuns,
        async laboratory =>
        {
            await laboratory.StatusShowsAsync("that start goes on", status =>
                status.WaitOf("pool0").Contains("ost0 is being started on oss01", StringComparison.Ordinal));
            await laboratory.DoOnHostAsync("oss01", "touch", "/run/go");
        });

    /// <summary>Nothing comes after it.</summary>
    [LabFact]
    public Task When_all_is_started() => FailoverMoment.PlayAsync(
        FailoverMoment.Plan("zfs"),
        async laboratory =>
        {
            await laboratory.CutAsync("oss00");
            await FailoverMoment.ReachedAsync("ost0 runs on oss01", () => TargetRuns(laboratory));
        },
        laboratory => false);

    private static bool IsBeingMounted(Laboratory laboratory) => laboratory.Processes("oss01", "mount").Count > 0;

    private static bool TargetRuns(Laboratory laboratory) => FailoverMoment.IsLogged(laboratory, "\trunning\tost0\ton oss01");
}
