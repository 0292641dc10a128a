using System.Net.Sockets;
using Halo.Manager.Startup;

namespace Halo.Manager.Tests;

public sealed class CliSocketTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-socket-");

    private string SocketPath => Path.Combine(_folder.FullName, "halo.socket");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Makes_the_directory()
    {
        var path = Path.Combine(_folder.FullName, "run", "halo.socket");

        Assert.Null(await CliSocket.PrepareAsync(path, Deadline));
        Assert.True(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task Removes_a_socket_on_which_nobody_answers()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Bound and never listening: closing it leaves the file.
            dead.Bind(new UnixDomainSocketEndPoint(SocketPath));
        }

        Assert.Null(await CliSocket.PrepareAsync(SocketPath, Deadline));
        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Refuses_a_socket_on_which_somebody_answers()
    {
        using var alive = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        alive.Bind(new UnixDomainSocketEndPoint(SocketPath));
        alive.Listen();

        Assert.Contains("another manager answers", await CliSocket.PrepareAsync(SocketPath, Deadline), StringComparison.Ordinal);
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Leaves_a_file_that_is_no_socket_alone()
    {
        await File.WriteAllTextAsync(SocketPath, "");

        Assert.Contains("no socket is there", await CliSocket.PrepareAsync(SocketPath, Deadline), StringComparison.Ordinal);
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Refuses_a_directory()
    {
        Directory.CreateDirectory(SocketPath);

        Assert.Contains("a directory is there", await CliSocket.PrepareAsync(SocketPath, Deadline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_path_that_the_kernel_cannot_take()
    {
        var fault = await CliSocket.PrepareAsync("/tmp/" + new string('x', 200), Deadline);

        Assert.Contains("longer than the 107 bytes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_the_directory_cannot_be_made()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "file"), "");

        var fault = await CliSocket.PrepareAsync(Path.Combine(_folder.FullName, "file", "halo.socket"), Deadline);

        Assert.Contains("cannot be made", fault, StringComparison.Ordinal);
    }
}
