using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H32: the disk under the state log is full, or hangs, when a fence is due. The failover does not wait for it, and HALO says that the log is not written.</summary>
public sealed class LosingTheStateLog
{
    private const string Filler = "/var/lib/halo/filler";
    private const int Attempts = 20;

    [LabFact]
    public Task A_full_file_system_does_not_hold_up_a_failover() => PlayAsync(
        async laboratory =>
        {
            // Ends when there is no room any more.
            await laboratory.OnHostAsync("mgmt", "dd", "if=/dev/zero", $"of={Filler}", "bs=4k", "status=none");
            await FillLastBlockAsync(laboratory);
        },
        laboratory => laboratory.DoOnHostAsync("mgmt", "rm", Filler),
        "No space left on device");

    /// <summary>Who calls sync(2) outside of the laboratories waits too, so the disk goes on as soon as the start is sent.</summary>
    [LabFact]
    public Task A_disk_that_hangs_does_not_hold_up_a_failover() => PlayAsync(
        laboratory => laboratory.DisksAsync("mgmt", "hang"),
        laboratory => laboratory.DisksAsync("mgmt", "go-on"),
        "");

    private static Task PlayAsync(Func<Laboratory, Task> begin, Func<Laboratory, Task> end, string reason) => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            var target = laboratory.Plan.Targets.First();
            await begin(laboratory);
            await laboratory.CutAsync("oss00");
            await Eventually.BecomesTrueAsync("disk0 is being started on oss01", () => laboratory.StartsOn("oss01", "disk0") == 1, TimeSpan.FromSeconds(90));
            Assert.Matches($"(?m)^State log: +not written \\(.*{reason}", await laboratory.DoWithHaloAsync("status", "-x"));

            await end(laboratory);
            await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
            await load.GoesOnAsync(target);
            await laboratory.StatusShowsAsync("the log is written again", status => status.LogTrouble is null);
            Assert.False(await laboratory.HasPowerAsync("oss00"));

            // Nothing is lost of what was kept in memory: the next manager has it from the log.
            var told = await EventsAsync(laboratory);
            await laboratory.ManagerAsync("kill");
            await laboratory.ManagerAsync("start");
            Assert.Equal(told, (await EventsAsync(laboratory)).Take(told.Length));
            await Story.IsToldAsync(
                laboratory,
                "event=disconnected object=oss00 comment=\"no answer from 10.7",
                "event=lost object=oss00 comment=\"no answer from 10.7",
                "event=fence object=oss00 stage=intent comment=\"oss00 is lost: no answer from 10.7*(F1)\"",
                "event=fence object=oss00 stage=done comment=\"verified off\"",
                "event=start object=disk0 comment=\"on oss01: oss01 is the first eligible host (P3)\"",
                "event=running object=disk0 comment=\"on oss01\"",
                "event=start object=ost0 comment=\"on oss01: disk0 runs on oss01 (P2)\"",
                "event=running object=ost0 comment=\"on oss01\"");
            await Story.StatusSaysAsync(laboratory, "Fenced hosts: oss00");
        });

    private static async Task<string[]> EventsAsync(Laboratory laboratory) =>
        (await laboratory.DoWithHaloAsync("events", "show")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>In the last block of the log some lines have room that a full file system has not.</summary>
    private static async Task FillLastBlockAsync(Laboratory laboratory)
    {
        for (var attempt = 0; attempt < Attempts && (await laboratory.StatusAsync()).LogTrouble is null; attempt++)
        {
            await laboratory.DoWithHaloAsync("unmanage", "disk1", "--reason", new string('x', 490));
            await laboratory.DoWithHaloAsync("manage", "disk1");
        }
    }
}
