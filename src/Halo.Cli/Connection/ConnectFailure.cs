using System.Net.Sockets;

namespace Halo.Cli.Connection;

/// <summary>Says why no connection to the manager's socket could be made, and what to do about it.</summary>
internal static class ConnectFailure
{
    /// <summary>
    /// One sentence. Each of connect(2)'s errors means another thing to do; those without a
    /// name of their own in .NET (ENOTDIR, ELOOP) are about the path.
    /// </summary>
    public static string Describe(SocketException error, string path) => error.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable or SocketError.SocketError =>
            $"no manager: there is no socket {path}; start the manager with \"systemctl start halo\" " +
            $"or \"halo_manager --socket {path}\", or name its socket with --socket",
        SocketError.ConnectionRefused when IsSomethingElse(path) =>
            $"{path} is no socket; name the manager's with --socket",
        SocketError.ConnectionRefused =>
            $"no manager: nobody listens on {path}, as after a manager was killed; " +
            $"start it with \"systemctl start halo\" or \"halo_manager --socket {path}\"",
        SocketError.AccessDenied =>
            $"permission denied on {path}: only the user that the manager runs as may use it, usually root; " +
            "try again with sudo",
        SocketError.WouldBlock or SocketError.TryAgain =>
            $"the manager on {path} takes no more connections: too many wait already; " +
            "look at \"journalctl -u halo\" if this goes on",
        _ => $"cannot connect to the manager's socket {path}: {error.Message}; name another with --socket",
    };

    /// <summary>Whether it is a folder, or a file with content: a socket has none.</summary>
    private static bool IsSomethingElse(string path) =>
        Directory.Exists(path) || new FileInfo(path) is { Exists: true, Length: > 0 };
}
