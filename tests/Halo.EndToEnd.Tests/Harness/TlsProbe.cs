using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Halo.EndToEnd.Tests.Harness;

/// <summary>Asks a remote for its hello with any certificate, or with none, as nobody but a test does.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>The answer's status and body.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "What the remote shows is not this test's subject.")]
    public static async Task<(HttpStatusCode Status, string Body)> AskAsync(string address, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
        };
        using var client = new HttpClient(handler)
        {
            Timeout = Limit,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await client.GetAsync(new Uri($"https://{address}:{Cluster.Port}/hello"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
