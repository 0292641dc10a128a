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

    /// <summary>Every sync(2) on the machine waits too, and so does every zpool and zfs of other laboratories: the disk goes on as soon as the start is sent.</summary>
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
            Assert.Contains(laboratory.StateLog(), line => line.Contains("\tfence\toss00\tverified off\t", StringComparison.Ordinal));
            Assert.False(await laboratory.HasPowerAsync("oss00"));
            await Story.IsToldAsync(
                laboratory,
                "event=fence object=oss00 stage=intent",
                "event=fence object=oss00 stage=done",
                "event=start object=disk0 comment=\"on oss01: oss01 is the first eligible host (P3)\"");

            // Nothing is lost of what was kept in memory.
            laboratory.KillManager();
            await laboratory.ManagerAsync("start");
            await Story.StatusSaysAsync(laboratory, "Fenced hosts: oss00");
        });

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
