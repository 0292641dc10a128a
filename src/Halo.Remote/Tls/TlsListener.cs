using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Halo.Daemons.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Halo.Remote.Tls;

/// <summary>
/// Finds out who opens a connection, and has everybody but the manager refused. The refusal is an HTTP answer
/// (<see cref="PeerGate"/>), as of web servers: .NET sends no TLS alert that could say why, and a manager that only
/// saw its connection closed could take the remote for dead.
/// </summary>
internal sealed class TlsListener(CurrentTlsIdentity identity, RefusalLog refusals, TimeProvider time)
{
    private const byte HandshakeRecord = 0x16;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    // Long enough for an answer to be read.
    private static readonly TimeSpan RefusedLimit = TimeSpan.FromSeconds(5);

    /// <summary>Adds TLS to a listener.</summary>
    public void Secure(ListenOptions listener)
    {
        ConnectionDelegate? serve = null;
        listener.Use(next => connection => OpenAsync(connection, next, serve!));
        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeLimit,
            OnConnection = handshake => ValueTask.FromResult(Options(handshake.Connection)),
        });
        listener.Use(next => serve = connection => ServeAsync(connection, next));
    }

    /// <summary>Looks at the first byte: who does not talk TLS is told so in its own language.</summary>
    private async Task OpenAsync(ConnectionContext connection, ConnectionDelegate withTls, ConnectionDelegate withoutTls)
    {
        if (await FirstByteAsync(connection) is not { } first)
        {
            return;
        }

        if (first != HandshakeRecord)
        {
            Judge(connection, new PeerRefusal(RefusalKind.NoTls, "does not talk TLS, and this remote talks nothing else (--mtls): start the manager with --mtls too"));
            await withoutTls(connection);
            return;
        }

        await withTls(connection);
        if (connection.Features.Get<PeerVerdict>() is null)
        {
            refusals.Tell(AddressOf(connection), new PeerRefusal(
                RefusalKind.NoHandshake, "did not complete the TLS handshake; it needs TLS 1.3, and trust in this remote's certificate"));
        }
    }

    /// <summary>Null when the connection ends without a word, as when somebody only looks whether this machine lives.</summary>
    private async Task<byte?> FirstByteAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(HandshakeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(either.Token);
            byte? first = read.Buffer.IsEmpty ? null : read.Buffer.FirstSpan[0];
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return first;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "The verdict is PeerGate's to carry out: it serves nobody without a good one.")]
    private SslServerAuthenticationOptions Options(BaseConnectionContext connection)
    {
        var own = identity.Get();
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = own.Context,
            CertificateChainPolicy = own.NewPeerPolicy(),
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,

            // Every connection shows its certificate.
            AllowTlsResume = false,
            AllowRenegotiation = false,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                Judge(connection, certificate, chain, errors);
                return true;
            },
        };
    }

    private void Judge(BaseConnectionContext connection, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var refusal = CertificateJudge.WhyRefused(
            certificate, chain, errors, TlsRole.Manager, CertificateJudge.ManagerName, time.GetUtcNow());
        Judge(connection, refusal is null ? null : refusal with
        {
            Why = certificate is null
                ? "has shown no certificate; the manager needs client.crt and client.key"
                : $"has the certificate {CertificateJudge.NameOf(certificate)}, which {refusal.Why}",
        });
    }

    private void Judge(BaseConnectionContext connection, PeerRefusal? refusal)
    {
        connection.Features.Set(new PeerVerdict(refusal));
        if (refusal is not null)
        {
            refusals.Tell(AddressOf(connection), refusal);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<PeerVerdict>() is { Refusal: null })
        {
            await next(connection);
            return;
        }

        using var limit = new CancellationTokenSource(RefusedLimit, time);
        await using var end = limit.Token.Register(() => connection.Abort(new ConnectionAbortedException("it was refused")));
        await next(connection);
    }

    private static string AddressOf(BaseConnectionContext connection) =>
        (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "an unknown address";
}
