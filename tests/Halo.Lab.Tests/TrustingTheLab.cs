using System.Diagnostics;
using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>That the lab does to hosts and disks what its other tests take for granted.</summary>
public sealed class TrustingTheLab
{
    /// <summary>Written until the end: whoever calls sync(2) on this machine syncs the lab's file systems too.</summary>
    [LabFact]
    public Task A_power_cut_loses_what_was_not_synced() => LabTest.PlayAsync(new LaboratoryPlan(), async laboratory =>
    {
        const string Writer = "echo 0 >/mnt/ost0/synced; sync /mnt/ost0 /mnt/ost0/synced; i=0;"
            + " while sleep 0.01; do i=$((i + 1)); echo $i >>/mnt/ost0/unsynced; echo $i >>/lab/own/written; done";
        var outside = Path.Combine(laboratory.Folder, "hosts/oss00/written");
        await laboratory.DoOnHostAsync("oss00", "sh", "-c", $"setsid sh -c '{Writer}' >/dev/null 2>&1 </dev/null &");
        await Eventually.BecomesTrueAsync("it is written", () => File.Exists(outside) && new FileInfo(outside).Length > 0);

        await laboratory.PowerCutAsync("oss00");

        await laboratory.RunsOnAsync("oss01", laboratory.Plan.Targets.First());
        Assert.Equal("0\n", await laboratory.DoOnHostAsync("oss01", "cat", "/mnt/ost0/synced"));
        // The last line may be torn.
        var written = (await File.ReadAllTextAsync(outside)).Split('\n')[^2];
        var found = (await laboratory.OnHostAsync("oss01", "cat", "/mnt/ost0/unsynced")).Output.Split('\n');
        Assert.DoesNotContain(written, found);
    });

    [LabFact]
    public Task The_load_tells_which_acknowledged_records_are_not_there() => LabTest.PlayAsync(new LaboratoryPlan(), async laboratory =>
    {
        await using var load = Load.Start(laboratory);
        await load.GoesOnAsync(laboratory.Plan.Targets.First());
        await load.NothingIsLostAsync();

        // In its place: the load goes on writing to this file.
        await laboratory.DoOnHostAsync("oss00", "sh", "-c", "printf x 1<>/mnt/ost0/load");

        var lost = await Assert.ThrowsAsync<LaboratoryException>(load.NothingIsLostAsync);
        Assert.Matches("^ost0 lost 1 of [0-9]+ acknowledged records: 1$", lost.Message);
    });

    [LabFact]
    public Task Frozen_processes_stand_still_while_the_kernel_answers() => LabTest.PlayAsync(new LaboratoryPlan(), async laboratory =>
    {
        await laboratory.DoAsync("freeze", "oss00");

        Assert.Equal(0, (await laboratory.OnHostAsync("mgmt", "bash", "-c", "exec 3<>/dev/tcp/10.77.0.10/8000")).Status);
        await laboratory.StatusShowsAsync("oss00 accepts connections and says nothing", status =>
            status.Host("oss00") is { Connected: false, Comment: { } comment } && comment.Contains("accepts connections", StringComparison.Ordinal));
        await laboratory.DoAsync("thaw", "oss00");
        await laboratory.AllIsWellAsync();
    });

    /// <summary>zfs-fuse calls sync(2) when it lets go of a file system, and that of one kernel waits for all disks.</summary>
    [LabFact]
    public Task A_disk_that_hangs_holds_up_no_other_host() => LabTest.PlayAsync(new LaboratoryPlan { Storage = ["ext4", "zfs"] }, async laboratory =>
    {
        await laboratory.DisksAsync("oss00", "hang");
        await laboratory.DoOnHostAsync("oss00", "sh", "-c", "setsid dd if=/dev/zero of=/mnt/ost0/unwritten bs=1M count=4 oflag=sync >/dev/null 2>&1 </dev/null &");
        await Eventually.BecomesTrueAsync("it waits for the disk", async () =>
            (await laboratory.OnHostAsync("oss00", "sh", "-c", "grep -l '^State:.D' /proc/[0-9]*/status")).Status == 0);

        await Administrator.GetsAsync(laboratory, "oss02*", "deactivate", "oss02");
        await laboratory.RunsOnAsync("oss03", [.. laboratory.Plan.Targets.Where(target => target.Home is "oss02" or "oss03")]);

        await Administrator.GetsAsync(laboratory, "oss02*", "activate", "oss02");
        await Administrator.GetsAsync(laboratory, "oss02*", "failback", "--onto", "oss02");
        await laboratory.DisksAsync("oss00", "go-on");
        await laboratory.AllIsWellAsync();
    });

    /// <summary>A watch that has ended sees nothing, as if all were well.</summary>
    [LabFact]
    public Task That_nobody_watches_the_disks_is_a_violation() => LabTest.PlayUncheckedAsync(new LaboratoryPlan(), async laboratory =>
    {
        foreach (var watch in new[] { "disks", "kernel" })
        {
            var before = laboratory.Violations().Count;

            await SignalWatchAsync(laboratory, watch, "-TERM");

            await Eventually.BecomesTrueAsync($"it is told that the watch of the {watch} has ended", () =>
                laboratory.Violations().Skip(before).Any(violation => violation.Contains("nobody watches", StringComparison.Ordinal)));
        }
    });

    /// <summary>The watch looks at one host after the other, and on a busy machine much happens between.</summary>
    [LabFact]
    public Task A_disk_that_was_handed_over_between_two_looks_is_no_violation() => LabTest.PlayAsync(new LaboratoryPlan(), async laboratory =>
    {
        await Administrator.GetsAsync(laboratory, "oss00*", "deactivate", "oss00");
        await laboratory.RunsOnAsync("oss01", laboratory.Plan.Targets.First());
        await Administrator.GetsAsync(laboratory, "oss00*", "activate", "oss00");
        await SignalWatchAsync(laboratory, "disks", "-STOP");

        await Administrator.GetsAsync(laboratory, "oss00*", "failback", "--onto", "oss00");

        await SignalWatchAsync(laboratory, "disks", "-CONT");
        await Eventually.BecomesTrueAsync("the watch has seen it", () =>
            laboratory.DiskChanges().Count(change => change is { Host: "oss00", Disk: "disk0", Taken: true }) == 2);
        Assert.Empty(laboratory.Violations());
    });

    /// <summary>At moments from before the first namespace to after the start of the manager.</summary>
    [LabFact]
    public async Task What_a_killed_command_has_left_is_gone_after_down()
    {
        foreach (var milliseconds in new[] { 300, 600, 900, 1200, 1500, 2000, 3000 })
        {
            var laboratory = Laboratory.Existing($"killed-{Environment.ProcessId}", new LaboratoryPlan());
            var start = new ProcessStartInfo(Path.Combine(Repository.Root, "lab/lab"), ["up"]) { UseShellExecute = false };
            start.Environment["HALO_LAB"] = laboratory.Name;
            start.Environment["HALO_BIN"] = Repository.Programs;
            using (var up = Process.Start(start)!)
            {
                _ = up.WaitForExit(TimeSpan.FromMilliseconds(milliseconds));
                up.Kill();
                Assert.True(up.WaitForExit(TimeSpan.FromSeconds(5)));
            }

            await laboratory.DisposeAsync();

            Assert.Empty(laboratory.Leftovers());
            laboratory.RemoveLogs();
        }
    }

    [LabFact]
    public async Task What_a_cable_that_was_told_to_end_has_left_is_gone_after_down()
    {
        var laboratory = await Laboratory.UpAsync($"ended-{Environment.ProcessId}", new LaboratoryPlan());
        var cable = Path.Combine(laboratory.Folder, "cables/oss00");
        var disks = await File.ReadAllLinesAsync($"{cable}.loops");

        using (var end = Process.Start("kill", [(await File.ReadAllTextAsync($"{cable}.process")).Split(' ')[0]]))
        {
            await end.WaitForExitAsync();
        }

        await Eventually.BecomesTrueAsync("its mount is gone", () => !File.ReadLines("/proc/self/mounts").Any(mount => mount.Contains($" {cable} ", StringComparison.Ordinal)));
        await laboratory.DisposeAsync();

        Assert.Empty(laboratory.Leftovers());
        Assert.DoesNotContain(disks, disk => File.Exists($"/sys/block/loop{disk.Split(' ')[1]}/loop/backing_file")
            && string.Equals(File.ReadAllText($"/sys/block/loop{disk.Split(' ')[1]}/loop/backing_file").Trim(), $"/{disk.Split(' ')[0]}.img", StringComparison.Ordinal));
        laboratory.RemoveLogs();
    }

    [LabFact]
    public async Task What_a_test_run_that_was_killed_has_left_is_ended_by_the_next_one()
    {
        using var killed = Process.Start("true");
        await killed.WaitForExitAsync();
        var laboratory = await Laboratory.UpAsync($"test-{killed.Id}-1", new LaboratoryPlan { Storage = ["ext4"] });

        await AbandonedLaboratories.EndAsync();

        Assert.Empty(laboratory.Leftovers());
        laboratory.RemoveLogs();
    }

    [LabFact]
    public Task A_host_without_power_is_neither_frozen_nor_thawed_and_its_disks_are_left_alone() => LabTest.PlayAsync(new LaboratoryPlan { Storage = ["ext4"] }, async laboratory =>
    {
        await laboratory.PowerCutAsync("oss00");

        foreach (var command in new[] { new[] { "freeze", "oss00" }, ["thaw", "oss00"], ["disks", "oss00", "hang"] })
        {
            var ended = await laboratory.RunAsync(command);
            Assert.Equal((1, "lab: oss00 has no power\n"), (ended.Status, ended.Error));
        }
    });

    /// <summary>It happens when a host has lost its power, and what it was given back is taken before it is forgotten.</summary>
    [LabFact]
    public Task A_loop_device_that_another_laboratory_has_by_now_counts_for_nobody() => LabTest.PlayAsync(new LaboratoryPlan { Storage = ["ext4"] }, other =>
        LabTest.PlayAsync(new LaboratoryPlan { Storage = ["ext4"] }, async laboratory =>
        {
            var before = laboratory.DiskChanges().Count;
            var foreign = (await File.ReadAllLinesAsync(Path.Combine(other.Folder, "cables/oss00.loops"))).Single(line => line.StartsWith("disk0 ", StringComparison.Ordinal));

            await File.AppendAllLinesAsync(Path.Combine(laboratory.Folder, "cables/oss01.loops"), [foreign]);

            await Eventually.StaysTrueAsync("nobody takes it", TimeSpan.FromSeconds(2), () => Task.FromResult(laboratory.DiskChanges().Count == before));
        }));

    private static async Task SignalWatchAsync(Laboratory laboratory, string watch, string signal)
    {
        var watching = MarkedProcesses.With("HALO_LAB_DIR", laboratory.Folder)
            .Where(process => MarkedProcesses.ArgumentsOf(process).EndsWith($" witness {watch} ", StringComparison.Ordinal));
        Assert.Equal(0, (await FinishedProgram.RunAsync("kill", [signal, .. watching.Select(process => $"{process}")])).Status);
    }
}
