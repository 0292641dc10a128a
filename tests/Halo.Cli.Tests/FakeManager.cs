using System.Collections.Concurrent;
using System.Globalization;
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

    private readonly ConcurrentBag<Socket> _open = [];

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

    /// <summary>Sent one after the other before <see cref="Answer"/>.</summary>
    public ConcurrentQueue<byte[]> Script { get; } = new();

    /// <summary>What came in: the request line and the body, such as <c>GET /status</c>.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public static FakeManager Raw(string answer) => new(Encoding.UTF8.GetBytes(answer), close: true);

    public static FakeManager Silent() => new(answer: null, close: false);

    public static FakeManager Json(string body, int status = 200) => new(Http(body, status), close: true);

    public static FakeManager Status(StatusAnswer answer) => Json(Serialized(answer));

    /// <summary>Sends these answers one after the other; after that it closes every connection without one.</summary>
    public static FakeManager Playing(params IEnumerable<byte[]> answers)
    {
        var manager = new FakeManager(answer: null, close: true);
        foreach (var answer in answers)
        {
            manager.Script.Enqueue(answer);
        }

        return manager;
    }

    public static byte[] Http(AskAnswer answer) => Http(JsonSerializer.Serialize(answer, HaloJson.Default.AskAnswer), 200);

    public static byte[] Http(EventsAnswer answer) => Http(JsonSerializer.Serialize(answer, HaloJson.Default.EventsAnswer), 200);

    public static byte[] Http(ProtocolError error, int status) => Http(JsonSerializer.Serialize(error, HaloJson.Default.ProtocolError), status);

    public static byte[] Http(StatusAnswer answer) => Http(Serialized(answer), 200);

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _open)
        {
            client.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static string Serialized(StatusAnswer answer) => JsonSerializer.Serialize(answer, HaloJson.Default.StatusAnswer);

    private static byte[] Http(string body, int status)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. bytes];
    }

    private static async Task<string> ReceiveAsync(Socket client)
    {
        var buffer = new byte[65536];
        var text = "";
        while (true)
        {
            var count = await client.ReceiveAsync(buffer);
            text += Encoding.UTF8.GetString(buffer, 0, count);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (end >= 0 && text.Length - end - 4 >= LengthOfBody(text[..end])))
            {
                var line = text.Split("\r\n")[0].Replace(" HTTP/1.1", "", StringComparison.Ordinal);
                return end < 0 ? line : $"{line} {text[(end + 4)..]}".TrimEnd();
            }
        }
    }

    /// <summary>In characters: the bodies of these tests are ASCII.</summary>
    private static int LengthOfBody(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private async Task ServeAsync(bool close)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                Heard.Enqueue(await ReceiveAsync(client));
                if ((Script.TryDequeue(out var next) ? next : Answer) is { } answer)
                {
                    await client.SendAsync(answer);
                }

                if (close)
                {
                    client.Dispose();
                }
                else
                {
                    // Without a reference the garbage collector would close it.
                    _open.Add(client);
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
