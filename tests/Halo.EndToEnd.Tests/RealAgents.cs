using System.Globalization;
using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>
/// The distribution's own agents, as they are: <c>heartbeat/Dummy</c> as a root and <c>heartbeat/Filesystem</c> on it. Each
/// host is a mount namespace with a <c>/run/resource-agents</c> of its own, so that a mount and Dummy's state are the host's.
/// </summary>
public sealed class RealAgents
{
    private const string StateFolder = "/run/resource-agents";

    [RealAgentsFact]
    public async Task Dummy_and_an_ext4_file_system_are_started_watched_and_started_again()
    {
        RealAgentsFactAttribute.NeedAll();
        var disk = Directory.CreateTempSubdirectory("halo-e2e-disk-");
        Directory.CreateDirectory(StateFolder);
        var mountPoint = disk.CreateSubdirectory("mnt").FullName;
        await using (var device = await LoopDevice.MakeAsync(disk.FullName))
        {
            // Ends the cluster, and with the last process of a namespace its mounts, before the device is given back.
            await Cluster.PlayAsync(cluster => PlayAsync(cluster, device.Path, mountPoint), PlanFor(device.Path, mountPoint));
        }

        disk.Delete(recursive: true);
    }

    private static async Task PlayAsync(Cluster cluster, string device, string mountPoint)
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        Assert.True(IsMounted(cluster, "h0", mountPoint));
        Assert.False(IsMounted(cluster, "h1", mountPoint));

        await InNamespaceAsync(cluster, "h0", "umount", mountPoint);
        await EventAsync(cluster, "disk", times: 2);
        await cluster.AllIsWellAsync();
        Assert.True(IsMounted(cluster, "h0", mountPoint));

        await InNamespaceAsync(cluster, "h0", "rm", $"{StateFolder}/Dummy-root.state");
        await EventAsync(cluster, "root", times: 2);
        await EventAsync(cluster, "disk", times: 3);
        await cluster.AllIsWellAsync();
        Assert.True(IsMounted(cluster, "h0", mountPoint));

        await UnmountByHandAsync(cluster, device, mountPoint);
    }

    /// <summary>Without a manager nothing is started again: what an administrator does at the end of the day.</summary>
    private static async Task UnmountByHandAsync(Cluster cluster, string device, string mountPoint)
    {
        await cluster.Manager.EndAsync(Signal.Terminate);
        Assert.True(IsMounted(cluster, "h0", mountPoint));
        await InNamespaceAsync(cluster, "h0", "umount", device);
        Assert.False(IsMounted(cluster, "h0", mountPoint));
    }

    private static Task EventAsync(Cluster cluster, string resource, int times) => cluster.StatusShowsAsync(
        $"{resource} was started {times} times",
        status => status.Events.Count(e => e is { Event: "start" } && string.Equals(e.Object, resource, StringComparison.Ordinal)) == times);

    private static bool IsMounted(Cluster cluster, string host, string mountPoint) =>
        File.ReadLines($"/proc/{cluster.Remote(host).Id}/mounts").Any(line => string.Equals(line.Split(' ')[1], mountPoint, StringComparison.Ordinal));

    private static async Task InNamespaceAsync(Cluster cluster, string host, params string[] command)
    {
        var id = cluster.Remote(host).Id.ToString(CultureInfo.InvariantCulture);
        var ended = await FinishedProgram.RunAsync("nsenter", ["--mount", "--target", id, .. command]);
        Assert.True(ended.Status == 0, $"{string.Join(' ', command)}: {ended.Error}");
    }

    private static ClusterPlan PlanFor(string device, string mountPoint) => new()
    {
        Resources =
            $"""
             - name: root
               kind: heartbeat/Dummy
               dependents: [disk]
             - name: disk
               kind: heartbeat/Filesystem
               parameters: {"{"} device: {device}, directory: {mountPoint}, fstype: ext4 {"}"}
               dependents: []
             """,
        Groups = "- { root: root, home_host: h0, failover_hosts: [h1] }",
        OcfRoot = RealAgentsFactAttribute.OcfRoot,
        RemoteWrapper =
        [
            "unshare", "--mount", "--propagation", "private", "/bin/sh", "-c",
            $"mount -t tmpfs tmpfs {StateFolder} && exec \"$@\"", "sh",
        ],
    };
}
