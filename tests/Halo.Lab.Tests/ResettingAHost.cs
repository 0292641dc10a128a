using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>A host that was fenced is brought back.</summary>
public sealed class ResettingAHost
{
    /// <summary>
    /// H28. It boots without its network cables, is reset, and a group comes to need proof of it: there is every reason to fence it, and nobody knows
    /// whether it is only slow to boot. Once it has been connected it is fenced like any other.
    /// </summary>
    [LabFact]
    public Task A_host_that_was_reset_and_is_not_connected_yet_is_not_fenced_again() => LabTest.PlayWithLoadAsync(
        QuickLab.Plan,
        async (laboratory, load) =>
        {
            var targets = laboratory.Plan.Targets.ToList();
            await laboratory.CutAsync("oss00");
            await laboratory.RunsOnAsync("oss01", [.. targets]);

            var before = PowerOffs(laboratory);
            await laboratory.PowerOnAsync("oss00");
            await Administrator.GetsAsync(laboratory, "oss00 is reset: HALO may fence it again, once it has been connected", "reset", "oss00", "--reason", "CPU replaced");
            // From now on it is known that it has power, and nothing else.
            await Administrator.GetsAsync(laboratory, "*on*", "power", "status", "oss00");
            await NeedsProofOfBothHostsAsync(laboratory);
            await Story.StatusSaysAsync(
                laboratory, "disk0: disk0 is not proven stopped on oss00 (*) (P1); way out: HALO goes on when oss00 answers; or power oss00 off by hand *"
                    + "(not fenced, F4: oss00 has not been connected since it was reset or powered on)");
            await Eventually.StaysTrueAsync(
                "oss00 has power, and nobody starts the group", QuickLab.Watch, () => Task.FromResult(laboratory.HasPower("oss00") && laboratory.Holders("disk0") is []));
            await load.GoesOnAsync(targets[1]);

            await laboratory.HealAsync("oss00");
            await laboratory.StatusShowsAsync("oss00 is connected", status => status.Host("oss00").Connected);
            await load.GoesOnAsync(targets[0]);
            await Administrator.GetsAsync(laboratory, "oss00: *", "failback", "--onto", "oss00");
            await laboratory.AllIsWellAsync();
            await load.GoesOnAsync(targets[0]);
            Assert.Equal(before, PowerOffs(laboratory));
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss00 stage=done comment=\"verified off\"",
                "event=reset object=oss00 by=root comment=\"CPU replaced\"",
                "event=power object=oss00 comment=\"not verified off any more: ",
                "event=connected object=oss00",
                "event=start object=disk0 comment=\"on ");

            await laboratory.CutAsync("oss00");
            await laboratory.RunsOnAsync("oss01", [.. targets]);
            Assert.False(laboratory.HasPower("oss00"));
        });

    private static int PowerOffs(Laboratory laboratory) => laboratory.PowerCalls().Count(call => call.StartsWith("off ", StringComparison.Ordinal));

    /// <summary>While a group is unmanaged a hand may move it, so after <c>manage</c> it starts nowhere without proof of both hosts.</summary>
    private static async Task NeedsProofOfBothHostsAsync(Laboratory laboratory)
    {
        await Administrator.GetsAsync(laboratory, "disk0 is unmanaged", "unmanage", "disk0");
        await laboratory.StopByHandAsync("oss01", "/mnt/ost0");
        await laboratory.StopByHandAsync("oss01", "/mnt/disk0");
        await laboratory.StatusShowsAsync("disk0 and ost0 are stopped", status =>
            status.Resource("disk0").Status["oss01"].Status is "Stopped" && status.Resource("ost0").Status["oss01"].Status is "Stopped");
        await Administrator.GetsAsync(laboratory, "disk0 is managed", "manage", "disk0");
    }
}
