using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>What the manager and the remotes cost the machine that they run on.</summary>
public sealed class RunningDaemons
{
    [Fact]
    public Task No_daemon_watches_files() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        Assert.Equal(0, WatchesOf(cluster.Manager));
        Assert.Equal(0, WatchesOf(cluster.Remote("h0")));
    });

    private static int WatchesOf(RunningProgram daemon) =>
        Directory.EnumerateFiles($"/proc/{daemon.Id}/fdinfo").Sum(file =>
            File.ReadLines(file).Count(line => line.StartsWith("inotify ", StringComparison.Ordinal)));
}
