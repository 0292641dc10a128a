using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Halo.Daemons.Tls;
using Halo.Engine.Inputs;
using Halo.Manager.Remotes;
using Halo.Testing;

namespace Halo.Manager.Tests;

/// <summary>What the manager makes of what happens between connecting and the first answer: never a word against the host.</summary>
public sealed class RemoteTlsTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    private readonly CertificateFolder _folder = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RemoteTls _tls;
    private readonly X509Certificate2 _certificate;

    public RemoteTlsTests()
    {
        _listener.Start();
        _certificate = _folder.Authority.Issue(TestCertificate.Remote("oss00"));
        _tls = new RemoteTls(
            new CurrentTlsIdentity(_folder.Files, TlsIdentity.Read(_folder.Files, out _)!, new RecordedLog(), TimeProvider.System),
            TimeProvider.System);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _tls.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_remote_without_TLS_is_told()
    {
        await using var remote = await FakeRemote.StartAsync();

        var failure = await OpenAsync(Deadline, remote.Port);

        Assert.Equal((PathAnswer.LocalTrouble, "it does not talk TLS; start its remote with --mtls too"), (failure.Answer, failure.Detail));
    }

    [Fact]
    public async Task A_connection_that_is_closed_in_the_handshake_is_no_refusal_of_the_kernel()
    {
        Serve(client => client.Dispose());

        Assert.Equal(PathAnswer.LocalTrouble, (await OpenAsync(Deadline)).Answer);
    }

    [Fact]
    public async Task A_connection_that_is_reset_in_the_handshake_is_no_refusal_of_the_kernel()
    {
        Serve(client =>
        {
            _ = client.Receive(new byte[1]);
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Dispose();
        });

        Assert.Equal(PathAnswer.LocalTrouble, (await OpenAsync(Deadline)).Answer);
    }

    [Fact]
    public async Task A_connection_that_is_closed_right_after_the_handshake_is_no_refusal_of_the_kernel()
    {
        Serve(async client =>
        {
            await using var secured = await AcceptAsync(client);
            await secured.ShutdownAsync();
        });

        Assert.Equal(PathAnswer.LocalTrouble, (await OpenAsync(Deadline)).Answer);
    }

    [Fact]
    public async Task A_remote_that_takes_the_connection_and_says_nothing_is_mute()
    {
        Assert.Equal(PathAnswer.Mute, (await OpenAsync(Soon)).Answer);
    }

    [Fact]
    public async Task A_TLS_version_that_is_too_old_is_told()
    {
        Serve(async client => await AcceptAsync(client, SslProtocols.Tls12));

        var failure = await OpenAsync(Deadline);

        Assert.Equal(PathAnswer.LocalTrouble, failure.Answer);
        Assert.StartsWith("the TLS handshake with its remote failed (", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_waited_for_its_turn_has_all_of_its_time()
    {
        // More than have their turn at once, and none of them is answered.
        var mute = Enumerable.Range(0, 40).Select(_ => OpenAsync(Soon)).ToList();
        var taken = new List<Socket>();
        while (taken.Count < mute.Count)
        {
            taken.Add(await _listener.AcceptSocketAsync());
        }

        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Serve(async client => await AcceptAsync(client), other);
        using var socket = new TcpClient();
        await socket.ConnectAsync((IPEndPoint)other.LocalEndpoint);

        var (stream, _) = await _tls.SecureAsync(socket.GetStream(), "oss00", Soon, CancellationToken.None);

        Assert.NotNull(stream);
        await Task.WhenAll(mute);
        taken.ForEach(client => client.Dispose());
        await stream.DisposeAsync();
    }

    private void Serve(Action<Socket> each) => Serve(client =>
    {
        each(client);
        return Task.CompletedTask;
    });

    private void Serve(Func<Socket, Task> each, TcpListener? listener = null) => _ = Task.Run(async () =>
    {
        await each(await (listener ?? _listener).AcceptSocketAsync());
    });

    private async Task<SslStream> AcceptAsync(Socket client, SslProtocols protocols = SslProtocols.Tls13)
    {
        var secured = new SslStream(new NetworkStream(client, ownsSocket: true));
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            EnabledSslProtocols = protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        });
        return secured;
    }

    private async Task<PathFailure> OpenAsync(TimeSpan deadline, int? port = null)
    {
        var remote = new RemoteEndpoint("127.0.0.1", port ?? ((IPEndPoint)_listener.LocalEndpoint).Port, "oss00", _tls);
        var (connection, _, failure) = await RemoteConnection.OpenAsync(1, remote, deadline, CancellationToken.None);
        Assert.Null(connection);
        return failure!;
    }
}
