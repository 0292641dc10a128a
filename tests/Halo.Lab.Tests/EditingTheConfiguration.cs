using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>H10: the configuration changes while the manager is stopped, and the groups run on.</summary>
public sealed class EditingTheConfiguration
{
    private const string WayOut = "way out: make sure that it does not run where or as it did before, then halo manage disk0";

    [LabFact]
    public Task A_target_whose_mount_point_was_changed_is_not_mounted_a_second_time() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        var before = await ConfigurationAsync(laboratory);

        await RestartWithAsync(laboratory, WithAnotherMountPoint(before));
        await Story.StatusSaysAsync(laboratory, $"disk0: the parameters of ost0 changed (K7); {WayOut}");
        await Eventually.StaysTrueAsync("it is started nowhere", QuickLab.Watch, () => Task.FromResult(
            laboratory.StartsOn("oss00", "ost0") == 1 && laboratory.StartsOn("oss01", "ost0") == 0 && laboratory.Holders("disk0") is ["oss00"]));
        await load.GoesOnAsync(target);
        await Story.IsToldAsync(laboratory, "event=held object=disk0 comment=\"the parameters of ost0 changed\"");

        await RestartWithAsync(laboratory, before);
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
        Assert.Equal(1, laboratory.StartsOn("oss00", "ost0"));
    });

    [LabFact]
    public Task A_mount_point_that_was_changed_counts_once_the_old_mount_is_gone_and_the_group_is_managed() => LabTest.PlayAsync(QuickLab.Plan, async laboratory =>
    {
        await RestartWithAsync(laboratory, WithAnotherMountPoint(await ConfigurationAsync(laboratory)));
        await Story.StatusSaysAsync(laboratory, $"disk0: the parameters of ost0 changed (K7); {WayOut}");

        await laboratory.StopByHandAsync("oss00", "/mnt/ost0");
        await Administrator.GetsAsync(laboratory, "disk0 is managed", "manage", "disk0");
        await laboratory.AllIsWellAsync();
        await laboratory.DoOnHostAsync("oss00", "mountpoint", "/mnt/other");
        Assert.NotEqual(0, (await laboratory.OnHostAsync("oss00", "mountpoint", "/mnt/ost0")).Status);
        Assert.Equal(2, laboratory.StartsOn("oss00", "ost0"));
        await Story.IsToldAsync(
            laboratory, "event=held object=disk0 comment=\"the parameters of ost0 changed\"", "event=manage object=disk0 by=root",
            "event=start object=ost0 comment=\"on oss00: disk0 runs on oss00 (P2)\"", "event=running object=ost0 comment=\"on oss00\"");
    });

    [LabFact]
    public Task A_group_whose_host_was_removed_while_it_runs_there_is_not_started_on_the_one_that_is_left() => LabTest.PlayWithLoadAsync(QuickLab.Plan, async (laboratory, load) =>
    {
        var target = laboratory.Plan.Targets.First();
        var before = await ConfigurationAsync(laboratory);
        await Administrator.GetsAsync(laboratory, "oss00 is deactivated*", "deactivate", "oss00");
        await Administrator.GetsAsync(laboratory, "oss00 is active", "activate", "oss00");

        await RestartWithAsync(laboratory, before[..before.IndexOf("failover_pairs:", StringComparison.Ordinal)]);
        await Story.StatusSaysAsync(laboratory, $"disk0: its failover host oss01 was removed (K7); {WayOut}", "disk1 (heartbeat/Filesystem): Running on oss01");
        await Eventually.StaysTrueAsync("it is not started on oss00", QuickLab.Watch, () => Task.FromResult(
            laboratory.StartsOn("oss00", "disk0") == 1 && laboratory.Holders("disk0") is ["oss01"]));
        await load.GoesOnAsync(target);
        await Story.IsToldAsync(laboratory, "event=held object=disk0 comment=\"its failover host oss01 was removed\"");

        await RestartWithAsync(laboratory, before);
        await laboratory.RunsOnAsync("oss01", [.. laboratory.Plan.Targets]);
        await Administrator.GetsAsync(laboratory, "oss00: the groups of oss00 run there", "failback", "--onto", "oss00");
        await laboratory.AllIsWellAsync();
        await load.GoesOnAsync(target);
        Assert.Equal((2, 1), (laboratory.StartsOn("oss00", "disk0"), laboratory.StartsOn("oss01", "disk0")));
    });

    private static Task<string> ConfigurationAsync(Laboratory laboratory) => File.ReadAllTextAsync(FileOf(laboratory));

    private static async Task RestartWithAsync(Laboratory laboratory, string configuration)
    {
        await laboratory.ManagerAsync("stop");
        await File.WriteAllTextAsync(FileOf(laboratory), configuration);
        await laboratory.ManagerAsync("start");
    }

    private static string WithAnotherMountPoint(string configuration)
    {
        const string Former = "mountpoint: /mnt/ost0 ";
        Assert.Contains(Former, configuration, StringComparison.Ordinal);
        return configuration.Replace(Former, "mountpoint: /mnt/other ", StringComparison.Ordinal);
    }

    /// <summary>The management host has it as <c>/etc/halo/halo.conf</c>.</summary>
    private static string FileOf(Laboratory laboratory) => Path.Combine(laboratory.Folder, "hosts/mgmt/etc/halo.conf");
}
