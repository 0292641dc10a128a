using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Halo.Manager.Requests;

/// <summary>Who is at the other end of the CLI's unix socket; the kernel says so, nobody can pretend.</summary>
internal static class SocketPeer
{
    // unix(7): SOL_SOCKET, SO_PEERCRED, and struct ucred with pid, uid and gid.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialBytes = 12;
    private const int UserOffset = 4;

    /// <summary>The user's name, <c>uid 1234</c> where it has none, or <c>somebody</c> where the kernel does not tell.</summary>
    public static string UserOf(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket && UserIdOf(socket) is { } user
            ? NameOf(user, ReadPasswd())
            : "somebody";

    /// <summary>The user's id; null where the kernel does not tell.</summary>
    public static uint? UserIdOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[CredentialBytes];
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialBytes
                ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[UserOffset..])
                : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>The name that passwd(5) gives a user.</summary>
    public static string NameOf(uint user, IEnumerable<string> passwd)
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        return passwd
            .Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && string.Equals(fields[2], id, StringComparison.Ordinal) && fields[0].Length > 0)?[0]
            ?? $"uid {id}";
    }

    /// <summary>
    /// Not getpwuid(3): that may ask a directory over the network, and wait. A user whom only a directory knows is shown by number.
    /// </summary>
    private static string[] ReadPasswd()
    {
        try
        {
            return File.ReadAllLines("/etc/passwd");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the number has to do.
            return [];
        }
    }
}
