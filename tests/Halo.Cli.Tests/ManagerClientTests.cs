using System.Net.Sockets;
using System.Text.Json;
using Halo.Cli.Connection;
using Halo.Protocol;
using static Halo.Cli.Tests.Answers;

namespace Halo.Cli.Tests;

public sealed class ManagerClientTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static async Task<string> FailureAsync(string path, TimeSpan? deadline = null, int maximumBytes = 1_000_000)
    {
        using var client = new ManagerClient(path)
        {
            Deadline = deadline ?? TimeSpan.FromSeconds(20),
            MaximumAnswerBytes = maximumBytes,
        };
        var reply = await client.StatusAsync(CancellationToken.None);
        Assert.False(reply.Answered);
        return reply.Failure;
    }

    [Fact]
    public async Task Reads_the_managers_answer()
    {
        using var manager = FakeManager.Status(Of(Resource("ost0")));
        using var client = new ManagerClient(manager.Path);

        var reply = await client.StatusAsync(CancellationToken.None);

        Assert.True(reply.Answered, reply.Failure);
        Assert.Equal("ost0", Assert.Single(reply.Value.Resources).Id);
    }

    [Theory]
    [InlineData("/nonexistent/halo.socket")]
    [InlineData("/dev/null/halo.socket")]
    public async Task Says_how_to_start_a_manager_where_there_is_no_socket(string path) => Assert.Equal(
        $"no manager: there is no socket {path}; start the manager with \"systemctl start halo\" or " +
        $"\"halo_manager --socket {path}\", or name its socket with --socket",
        await FailureAsync(path));

    [Fact]
    public async Task Says_that_nobody_listens_on_a_socket_left_behind()
    {
        var folder = Directory.CreateTempSubdirectory("halo-cli-");
        var path = Path.Combine(folder.FullName, "stale");
        using (var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Moved away, because .NET removes the socket that it bound.
            listener.Bind(new UnixDomainSocketEndPoint($"{path}.bound"));
            File.Move($"{path}.bound", path);
        }

        Assert.StartsWith($"no manager: nobody listens on {path}, as after a manager was killed;", await FailureAsync(path), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/etc")]
    public async Task Says_that_something_else_is_no_socket(string path) => Assert.Equal(
        $"{path} is no socket; name the manager's with --socket", await FailureAsync(path));

    [Fact]
    public void Says_who_may_use_the_socket_where_it_is_forbidden() => Assert.Equal(
        "permission denied on /run/x: only the user that the manager runs as may use it, usually root; try again with sudo",
        ConnectFailure.Describe(new SocketException((int)SocketError.AccessDenied), "/run/x"));

    [Fact]
    public async Task Says_that_the_manager_is_overrun_where_it_accepts_nobody()
    {
        var folder = Directory.CreateTempSubdirectory("halo-cli-");
        var path = Path.Combine(folder.FullName, "full");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(0);
        using var waiting = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await waiting.ConnectAsync(new UnixDomainSocketEndPoint(path));

        Assert.Contains("takes no more connections", await FailureAsync(path), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Gives_up_on_a_manager_that_does_not_answer()
    {
        using var manager = FakeManager.Silent();

        Assert.Equal(
            $"the manager on {manager.Path} has not answered within 0.2 s; look at \"systemctl status halo\" and \"journalctl -u halo\"",
            await FailureAsync(manager.Path, Short));
    }

    [Fact]
    public async Task Gives_up_on_an_answer_that_does_not_end()
    {
        using var manager = FakeManager.Silent();
        manager.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{ \"version\":"u8.ToArray();

        Assert.Contains("has not answered within 0.2 s", await FailureAsync(manager.Path, Short), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    public async Task Says_that_what_listens_does_not_speak_HTTP(string garbage)
    {
        using var manager = FakeManager.Raw(garbage);

        Assert.Contains("is not HTTP; is it a manager that listens there?", await FailureAsync(manager.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")]
    public async Task Says_that_the_manager_closed_the_connection(string answer)
    {
        using var manager = FakeManager.Raw(answer);

        Assert.Contains("closed the connection without an answer", await FailureAsync(manager.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "it is not JSON")]
    [InlineData("[]", "it names no version of HALO")]
    [InlineData("{}", "it names no version of HALO")]
    [InlineData("null", "it names no version of HALO")]
    [InlineData("""{ "version": "9.9.9", "mode": "manage" }""", "the manager is of version 9.9.9")]
    [InlineData("""{ "version": "9.9.9", "mode": "manage", "hosts": null, "resources": [], "refusals": [], "waits_for": [], "events": [] }""", "the manager is of version 9.9.9")]
    public async Task Says_of_which_version_an_answer_is_that_it_cannot_understand(string body, string says)
    {
        using var manager = FakeManager.Json(body);

        Assert.Contains(
            $"cannot be understood: {says} and this is halo {HaloVersion.Text}", await FailureAsync(manager.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_answer_that_is_too_large()
    {
        using var manager = FakeManager.Json(new string(' ', 5000));

        Assert.Contains("is larger than 4,000 bytes", await FailureAsync(manager.Path, maximumBytes: 4000), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_on_why_the_manager_refused()
    {
        var error = new ProtocolError { Code = ErrorCodes.TooMany, Message = "too many requests wait: try again." };
        using var manager = FakeManager.Json(JsonSerializer.Serialize(error, HaloJson.Default.ProtocolError), status: 429);

        Assert.Equal("too many requests wait: try again", await FailureAsync(manager.Path));
    }

    [Fact]
    public async Task Says_which_status_it_did_not_expect()
    {
        using var manager = FakeManager.Json("<html>", status: 404);

        Assert.Contains("is HTTP status 404, which no manager of version", await FailureAsync(manager.Path), StringComparison.Ordinal);
    }
}
