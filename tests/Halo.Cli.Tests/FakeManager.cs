using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Tests;

/// <summary>A unix socket in a folder of its own that sends the same bytes to everybody who connects.</summary>
internal sealed class FakeManager : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-cli-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <param name="answer">What to send, or null to say nothing at all.</param>
    /// <param name="close">Whether to close the connection after the answer.</param>
    private FakeManager(byte[]? answer, bool close)
    {
        Answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _ = ServeAsync(close);
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "halo.socket");

    public byte[]? Answer { get; set; }

    public static FakeManager Raw(string answer) => new(Encoding.UTF8.GetBytes(answer), close: true);

    public static FakeManager Silent() => new(answer: null, close: false);

    public static FakeManager Json(string body, int status = 200) => new(Http(body, status), close: true);

    public static FakeManager Status(StatusAnswer answer) => Json(Serialized(answer));

    public static byte[] Http(StatusAnswer answer) => Http(Serialized(answer), 200);

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Serialized(StatusAnswer answer) => JsonSerializer.Serialize(answer, HaloJson.Default.StatusAnswer);

    private static byte[] Http(string body, int status)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. bytes];
    }

    private async Task ServeAsync(bool close)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                await client.ReceiveAsync(new byte[4096]);
                if (Answer is { } answer)
                {
                    await client.SendAsync(answer);
                }

                if (close)
                {
                    client.Dispose();
                }
            }
        }
        catch (SocketException)
        {
            // The test is over and has closed the listener.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }
}
