using System.Net.Sockets;

namespace Halo.Manager.Startup;

/// <summary>The path of the CLI's unix socket, made free for a new one; who may connect there is the file's mode.</summary>
internal static class CliSocket
{
    // sun_path of sockaddr_un(7) holds 108 bytes, the last of which is 0.
    private const int MaximumPathBytes = 107;

    /// <summary>Makes the path free for a new socket; returns what is wrong, or null.</summary>
    public static async Task<string?> PrepareAsync(string path, TimeSpan deadline)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > MaximumPathBytes)
        {
            return $"the socket's path {path} is longer than the {MaximumPathBytes} bytes that the kernel allows; name another with --socket";
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return Path.Exists(path) ? await ReplaceStaleAsync(path, deadline) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the socket {path} cannot be made: {e.Message.TrimEnd('.')}; make its directory, or name another with --socket";
        }
    }

    /// <summary>Lets only the owner connect.</summary>
    public static void Close(string path) => File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static async Task<string?> ReplaceStaleAsync(string path, TimeSpan deadline)
    {
        if (Directory.Exists(path))
        {
            return $"the socket {path} cannot be made: a directory is there; name another with --socket";
        }

        using var limit = new CancellationTokenSource(deadline);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token);
            return $"another manager answers on {path}; stop it first, or give this one another --socket, --statefile and configuration";
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return RemoveIfSocket(path);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return $"it is not known whether another manager uses {path} ({e.Message.TrimEnd('.')}); remove it if there is none";
        }
    }

    private static string? RemoveIfSocket(string path)
    {
        // Any other file refuses connections too, and is not ours to remove.
        if (!FileType.IsSocket(path))
        {
            return $"the socket {path} cannot be made: a file that is no socket is there; remove it, or name another with --socket";
        }

        File.Delete(path);
        return null;
    }
}
