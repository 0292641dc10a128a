using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>More than one host is lost.</summary>
public sealed class LosingThePartner
{
    /// <summary>H21: nothing can be done while both are gone; when one comes back, all is started there.</summary>
    [LabFact]
    public Task When_both_hosts_of_a_pair_die_and_one_comes_back_it_takes_all() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            await Task.WhenAll(laboratory.PowerCutAsync("oss00"), laboratory.PowerCutAsync("oss01"));
            await Story.StatusSaysAsync(laboratory, "Disconnected hosts: oss[00-01]", "disk0: oss00 is *; oss01 is * (P3); way out: bring oss00 back; or bring oss01 back");
            var (changes, starts) = (laboratory.DiskChanges().Count, laboratory.StartsOn("oss01", "disk0"));

            await laboratory.PowerOnAsync("oss01");
            await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
            Assert.Equal(changes + 2, laboratory.DiskChanges().Count);
            Assert.Equal(starts + 1, laboratory.StartsOn("oss01", "disk0"));
            await load.GoesOnAsync(laboratory.Plan.Targets.First());
            await Story.IsToldAsync(
                laboratory,
                "event=disconnected object=oss00 comment=\"no answer from 10.7",
                "event=connected object=oss01",
                "event=start object=disk0 comment=\"on oss01: oss01 is the first eligible host (P3)\"");
            Assert.False(await laboratory.HasPowerAsync("oss00"));
        });

    /// <summary>H30: the partner of a host that is being fenced falls silent too. It lives, and nobody could take over: it is left alone.</summary>
    [LabFact]
    public Task When_the_partner_of_a_host_that_is_being_fenced_falls_silent_it_is_not_fenced() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs"], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var targets = laboratory.Plan.Targets.ToList();
            await laboratory.DeviceAsync("oss00", "slow", "15");
            await laboratory.CutAsync("oss00");
            await Eventually.BecomesTrueAsync(
                "oss00 is being powered off", () => laboratory.PowerCalls().Contains("off oss00 (slow)", StringComparer.Ordinal), TimeSpan.FromSeconds(90));
            await laboratory.CutAsync("oss01");

            await laboratory.StatusShowsAsync("both are lost, and oss00 is off", status =>
                status.Host("oss00") is { Power: "off", Fencing: null } && !status.Host("oss01").Connected);
            await laboratory.StatusShowsAsync("nobody can take over", status => status.Refusals.Any(refusal => refusal is { Object: "oss01", Wanted: "fence", Rule: "F5" }));
            await load.GoesOnAsync(targets[1]);
            await Eventually.StaysTrueAsync("oss01 has power", TimeSpan.FromSeconds(8), () => laboratory.HasPowerAsync("oss01"));

            await laboratory.HealAsync("oss01");
            await laboratory.RunsOnAsync("oss01", [.. targets]);
            await load.GoesOnAsync(targets[0]);
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss00 stage=intent",
                "event=disconnected object=oss01 comment=\"no answer from 10.7",
                "event=connected object=oss01",
                "event=start object=pool0 comment=\"on oss01: oss01 is the first eligible host (P3)\"");
            Assert.DoesNotContain(laboratory.PowerCalls(), call => call.StartsWith("off oss01", StringComparison.Ordinal));
        });

    /// <summary>H16: fewer than three silent hosts are no trouble of the manager's, and different failover domains do not wait for each other (F6, F7).</summary>
    [LabFact]
    public Task When_two_pairs_lose_a_host_each_at_once_both_are_fenced() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["ext4", "zfs"], Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var targets = laboratory.Plan.Targets.ToList();
            // So slow that both fences are seen to go on at once.
            await laboratory.DeviceAsync("oss00", "slow", "10");
            await laboratory.DeviceAsync("oss02", "slow", "10");
            await Task.WhenAll(laboratory.CutAsync("oss00"), laboratory.CutAsync("oss02"));
            await Story.StatusSaysAsync(laboratory, "Disconnected hosts: oss[00,02]", "Being fenced: oss[00,02]");
            await laboratory.RunsOnAsync("oss01", targets[0], targets[1]);
            await laboratory.RunsOnAsync("oss03", targets[2], targets[3]);
            await load.GoesOnAsync(targets[0]);
            await load.GoesOnAsync(targets[2]);
            Assert.False(await laboratory.HasPowerAsync("oss00"));
            Assert.False(await laboratory.HasPowerAsync("oss02"));
            foreach (var (host, partner, root) in new[] { ("oss00", "oss01", "disk0"), ("oss02", "oss03", "pool2") })
            {
                await Story.IsToldAsync(
                    laboratory,
                    $"event=fence object={host} stage=intent comment=\"{host} is lost: no answer from 10.7*(F1)\"",
                    $"event=fence object={host} stage=done comment=\"verified off\"",
                    $"event=start object={root} comment=\"on {partner}: {partner} is the first eligible host (P3)\"");
            }

            string[] bothBeforeEither = ["intent", "intent", "done", "done"];
            Assert.Equal(bothBeforeEither, (await laboratory.StatusAsync()).Events.Where(told => told.Event is "fence").Select(told => told.Fields["stage"]));
            await Story.IsNotToldAsync(laboratory, "event=cut-off");
            await Story.StatusSaysAsync(laboratory, "Connected hosts: oss[01,03]", "Fenced hosts: oss[00,02]");
        });
}
