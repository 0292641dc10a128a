using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using Halo.Daemons.Tls;
using Halo.Engine.Inputs;

namespace Halo.Manager.Remotes;

/// <summary>
/// The manager's side of TLS. Whatever is wrong with certificates is the manager's own trouble and says nothing about a host
/// (rule F1).
/// </summary>
/// <param name="identity">The manager's certificates.</param>
/// <param name="clock">The clock by which certificates are judged.</param>
/// <param name="handshakesAtOnce">
/// How many handshakes are under way at once; the rest wait. Each costs a processor milliseconds: a thousand at once could all take longer
/// than their deadlines, and come again.
/// </param>
internal sealed class RemoteTls(CurrentTlsIdentity identity, TimeProvider clock, int handshakesAtOnce = 32) : IDisposable
{
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(handshakesAtOnce);

    /// <summary>
    /// Talks TLS from here on; the deadline begins with the handshake's turn. Exactly one of the results is not null, and the given
    /// stream is the result's or closed.
    /// </summary>
    public async Task<(Stream? Stream, PathFailure? Failure)> SecureAsync(
        Stream stream, string hostName, TimeSpan deadline, CancellationToken cancellation)
    {
        if (!await _turns.WaitAsync(TurnLimit, cancellation))
        {
            await stream.DisposeAsync();
            return (null, new PathFailure(PathAnswer.LocalTrouble, "too many TLS handshakes were under way; it is tried again"));
        }

        try
        {
            return await HandshakeAsync(stream, hostName, deadline, cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "Every way in which a handshake can fail is a fact about the path.")]
    private async Task<(Stream? Stream, PathFailure? Failure)> HandshakeAsync(
        Stream stream, string hostName, TimeSpan deadline, CancellationToken cancellation)
    {
        var own = identity.Get();
        string? refusal = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = hostName,
            ClientCertificateContext = own.Context,
            CertificateChainPolicy = own.NewPeerPolicy(),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            AllowRenegotiation = false,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                var judged = CertificateJudge.WhyRefused(certificate, chain, errors, TlsRole.Remote, hostName, clock.GetUtcNow());
                refusal = judged is null ? null : $"the certificate of its remote ({CertificateJudge.NameOf(certificate)}) {judged.Why}";
                return judged is null;
            },
        };
        var secured = new SslStream(stream);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(deadline);
            await secured.AuthenticateAsClientAsync(options, limit.Token);
            return (secured, null);
        }
        catch (Exception e)
        {
            await secured.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            return (null, refusal is null ? PathFailure.OfTls(e, deadline) : new PathFailure(PathAnswer.LocalTrouble, refusal));
        }
    }
}
