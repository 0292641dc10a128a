using System.Net.Sockets;
using System.Text.Json;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Testing;

/// <summary>
/// Asks a manager for its state as the CLI does, without the start of a program: tests ask ten times a second, and side by side.
/// </summary>
public static class ManagerApi
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What the manager knows. Throws <see cref="HttpRequestException"/> where no manager answers.</summary>
    public static async Task<StatusAnswer> StatusAsync(string socket)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(socket, cancellation) };
        using var client = new HttpClient(handler) { Timeout = Limit, BaseAddress = new Uri("http://halo/") };
        await using var body = await client.GetStreamAsync(new Uri(ManagerRoutes.Status, UriKind.Relative));
        return (await JsonSerializer.DeserializeAsync(body, HaloJson.Default.StatusAnswer))!;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
