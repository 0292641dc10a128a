using System.Net;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Halo.Remote.Tests;

public sealed class StartupTests : IDisposable
{
    private readonly RemoteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--bogus", "", "there is no option \"--bogus\"")]
    [InlineData("--port", "0", "--port takes a whole number from 1 to 65535, not \"0\"")]
    [InlineData("--port", "80x", "not \"80x\"")]
    [InlineData("--network", "nonsense", "'nonsense' is not a network; write it as 192.168.1.0/24")]
    [InlineData("--network", "203.0.113.0/24", "no address of this machine is inside 203.0.113.0/24; it has 127.0.0.1")]
    [InlineData("--ocf-root", "/nonexistent", "there are no resource agents: /nonexistent/resource.d is no directory")]
    [InlineData("--runtime-dir", "/proc/nothing", "cannot keep records in the runtime directory /proc/nothing: no directory can be made there; ")]
    [InlineData("--runtime-dir", "/dev/null", "cannot keep records in the runtime directory /dev/null: it is no directory; ")]
    [InlineData("--runtime-dir", "/dev/null/run", "cannot keep records in the runtime directory /dev/null/run: no directory can be made there; ")]
    public async Task Wrong_flags_are_one_sentence_and_status_64(string flag, string value, string message)
    {
        string[] standard = ["--network", "127.9.9.9/32", "--runtime-dir", _folder.RuntimeDirectory, "--ocf-root", _folder.OcfRoot];
        string[] given = value.Length == 0 ? [flag] : [flag, value];

        (var status, var error) = await RemoteProcess.RunAsync(
            [.. standard.Chunk(2).Where(pair => pair[0] != flag).SelectMany(pair => pair), .. given]);

        Assert.Equal(64, status);
        Assert.StartsWith("halo_remote: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_status_1()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Parse("127.9.9.8"), 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        (var status, var error) = await RemoteProcess.RunAsync(
            "--network", "127.9.9.8/32", "--port", $"{port}", "--runtime-dir", _folder.RuntimeDirectory, "--ocf-root", _folder.OcfRoot);

        Assert.Equal(1, status);
        Assert.Equal(
            $"halo_remote: cannot listen on 127.9.9.8:{port}: another program has the port; stop it, or choose another one by " +
            "--port or HALO_PORT\n",
            error);
    }

    [Fact]
    public async Task A_second_remote_on_the_same_runtime_directory_is_refused()
    {
        await using var first = await RunningRemote.StartAsync(_folder);

        (var status, var error) = await RemoteProcess.RunAsync(
            "--network", "127.9.9.7/32", "--runtime-dir", _folder.RuntimeDirectory, "--ocf-root", _folder.OcfRoot);

        Assert.Equal(1, status);
        Assert.StartsWith(
            $"halo_remote: another halo_remote uses the runtime directory {_folder.RuntimeDirectory}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_messages_have_unique_ids()
    {
        int[] ids =
        [
            .. typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>()
                .Select(attribute => attribute.EventId),
        ];

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }
}
