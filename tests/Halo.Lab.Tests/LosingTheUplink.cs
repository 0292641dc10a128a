using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>The way from the manager to the hosts fails, as it looks to the manager.</summary>
public sealed class LosingTheUplink
{
    /// <summary>H7: with the default window, in which all of them have fallen silent. One host of each pair comes back before the others: then these are silent alone.</summary>
    [LabFact]
    public Task Hosts_that_fall_silent_and_come_back_one_after_the_other_are_not_fenced() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["ext4", "ext4"] },
        async (laboratory, load) =>
        {
            var before = laboratory.DiskChanges().Count;

            foreach (var host in laboratory.Plan.Hosts)
            {
                await laboratory.CutAsync(host);
            }

            await laboratory.StatusShowsAsync("all are lost", status => status.Hosts.All(host => !host.Connected));
            await Story.StatusSaysAsync(laboratory, "Disconnected hosts: oss[00-03]", "oss[00-03]: fence: 4 of 4 hosts are silent at once, so it is the manager that is cut off (F6)");
            await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));

            foreach (var host in new[] { "oss00", "oss02", "oss01", "oss03" })
            {
                await laboratory.HealAsync(host);
                await laboratory.StatusShowsAsync($"{host} is connected", status => status.Host(host).Connected);
            }

            await laboratory.AllIsWellAsync();
            await Task.WhenAll(laboratory.Plan.Targets.Select(load.GoesOnAsync));
            Assert.Equal(before, laboratory.DiskChanges().Count);
            await Story.IsToldAsync(
                laboratory,
                "event=cut-off object=manager comment=\"*hosts are silent at once, so it is the manager that is cut off; nothing is fenced (F6)\"",
                "event=disconnected object=oss",
                "event=connected object=oss00",
                "event=windows-anew object=manager comment=\"it is not cut off any more; every silent host gets a full new window (F6)\"",
                "event=connected object=oss03");
            await Story.IsNotToldAsync(laboratory, "event=fence");
        });
}
