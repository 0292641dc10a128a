using System.Net.Sockets;
using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>What keeps a manager from starting, what it makes, and how it ends.</summary>
public sealed class StartingAManager
{
    private const int Usage = 64;

    [Fact]
    public Task Only_the_owner_may_use_the_socket() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartManagerAsync();
        await Eventually.BecomesTrueAsync("only the owner may read and write it", () =>
            File.GetUnixFileMode(cluster.Socket) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    });

    [Fact]
    public Task A_second_manager_on_the_same_socket_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartManagerAsync();
        var second = await RunAsync(cluster.ManagerArguments("other", cluster.Socket));
        Assert.Equal(Usage, second.Status);
        Assert.Contains($"another manager answers on {cluster.Socket}", second.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await cluster.HaloAsync("status")).Status);
    });

    [Fact]
    public Task A_second_manager_with_the_same_state_log_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartManagerAsync();
        var second = await RunAsync(cluster.ManagerArguments(socket: Path.Combine(cluster.Folder, "other.socket")));
        Assert.Equal(Usage, second.Status);
        Assert.Contains("another manager runs with the state log", second.Error, StringComparison.Ordinal);
        Assert.Contains("--statefile", second.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task The_socket_of_a_manager_that_was_killed_is_replaced() => Cluster.PlayAsync(async cluster =>
    {
        var first = await cluster.StartManagerAsync();
        await first.EndAsync(Signal.Kill);
        Assert.True(File.Exists(cluster.Socket));
        await cluster.StartManagerAsync();
    });

    [Fact]
    public Task A_file_that_is_no_socket_is_not_replaced() => Cluster.PlayAsync(async cluster =>
    {
        await File.WriteAllTextAsync(cluster.Socket, "");
        var ended = await RunAsync(cluster.ManagerArguments());
        Assert.Equal(Usage, ended.Status);
        Assert.Contains(cluster.Socket, ended.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(cluster.Socket));
        File.Delete(cluster.Socket);
    });

    [Fact]
    public Task A_socket_whose_folder_cannot_be_made_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        var socket = Path.Combine(cluster.Configuration, "halo.socket");
        var ended = await RunAsync(cluster.ManagerArguments(socket: socket));
        Assert.Equal(Usage, ended.Status);
        Assert.Contains($"the socket {socket} cannot be made", ended.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_socket_path_that_the_kernel_cannot_take_is_refused() => Cluster.PlayAsync(async cluster =>
    {
        var socket = Path.Combine(cluster.Folder, new string('s', 100));
        var ended = await RunAsync(cluster.ManagerArguments(socket: socket));
        Assert.Equal(Usage, ended.Status);
        Assert.Contains("107 bytes", ended.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_relative_socket_path_is_taken_as_it_is() => Cluster.PlayAsync(async cluster =>
    {
        var manager = cluster.Launch("manager", [Repository.Program("halo_manager"), .. cluster.ManagerArguments(socket: "halo.socket")]);
        await Eventually.BecomesTrueAsync("the manager answers", async () =>
            manager.HasEnded ? throw new InvalidOperationException(manager.Log) : (await cluster.HaloAsync("status")).Status == 0);
    });

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    internal Task A_manager_that_is_told_to_end_does_so_at_once(Signal signal) => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var manager = cluster.Launch("manager2", [Repository.Program("halo_manager"), .. cluster.ManagerArguments("manager2")]);
        await Eventually.BecomesTrueAsync("it answers", async () => (await cluster.HaloOfAsync("manager2", "status")).Status == 0);
        await manager.EndAsync(signal, TimeSpan.FromSeconds(5));
        Assert.Equal(0, manager.ExitStatus);
    });

    [Fact]
    public Task A_manager_that_ended_leaves_nothing_that_looks_like_one() => Cluster.PlayAsync(async cluster =>
    {
        var manager = await cluster.StartManagerAsync();
        await manager.EndAsync(Signal.Terminate);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.ThrowsAny<SocketException>(() => socket.Connect(new UnixDomainSocketEndPoint(cluster.Socket)));
        Assert.Equal(1, (await cluster.HaloAsync("status")).Status);
    });

    private static Task<FinishedProgram> RunAsync(IReadOnlyList<string> arguments) =>
        FinishedProgram.RunAsync(Repository.Program("halo_manager"), arguments);
}
