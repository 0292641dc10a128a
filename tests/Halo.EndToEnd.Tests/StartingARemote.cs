using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>What keeps a remote from starting, and how it ends.</summary>
public sealed class StartingARemote
{
    [Fact]
    public Task A_port_that_another_program_has_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        var first = await cluster.StartRemoteAsync("h0");
        var second = cluster.Launch("second", RemoteCommand(cluster, "other.run"));
        await second.EndsAsync();
        Assert.Equal(1, second.ExitStatus);
        Assert.Contains(cluster.AddressOf("h0"), second.Log, StringComparison.Ordinal);
        Assert.Contains("another program has the port", second.Log, StringComparison.Ordinal);
        Assert.False(first.HasEnded);
    });

    [Fact]
    public Task A_runtime_directory_that_another_remote_uses_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemoteAsync("h0");
        var second = cluster.Launch("second", RemoteCommand(cluster, "h0.run", port: 18472));
        await second.EndsAsync();
        Assert.Equal(1, second.ExitStatus);
        Assert.Contains("another halo_remote uses the runtime directory", second.Log, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_runtime_directory_that_cannot_be_made_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        var remote = cluster.Launch("remote", RemoteCommand(cluster, "halo.conf/run"));
        await remote.EndsAsync();
        Assert.Equal(64, remote.ExitStatus);
        Assert.Contains("halo.conf/run", remote.Log, StringComparison.Ordinal);
        Assert.Contains("--runtime-dir", remote.Log, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    internal Task A_remote_that_is_told_to_end_does_so_at_once(Signal signal) => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartRemotesAsync();
        await cluster.StartManagerAsync();
        await cluster.AllIsWellAsync();
        await cluster.Remote("h0").EndAsync(signal, TimeSpan.FromSeconds(5));
        Assert.Equal(0, cluster.Remote("h0").ExitStatus);
    });

    private static string[] RemoteCommand(Cluster cluster, string runtimeDirectory, int port = Cluster.Port) =>
    [
        Repository.Program("halo_remote"), "--port", $"{port}", "--network", $"{cluster.AddressOf("h0")}/32",
        "--ocf-root", AgentFolder.OcfRoot, "--runtime-dir", Path.Combine(cluster.Folder, runtimeDirectory),
    ];
}
