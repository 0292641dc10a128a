using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Halo.CommandLine;

namespace Halo.Daemons.Tls;

/// <summary>
/// Decides whether a certificate is the one that it should be. Both sides judge by the same rules: signed by an authority that is
/// trusted, made for that side of a connection, in the name of the one that should be there, and valid now.
/// </summary>
/// <remarks>
/// The name decides who may drive whom. It must stand in the certificate word for word, as a subjectAltName: a wildcard
/// would let each host pass for every other one.
/// </remarks>
public static class CertificateJudge
{
    /// <summary>The name in the manager's certificate: no host is called so.</summary>
    public const string ManagerName = "halo-manager";

    private const int LongestName = 100;
    private const int MostNames = 5;
    private const X509ChainStatusFlags OtherAuthority =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>The rules by which a chain of certificates is built: the given authorities, and nothing from the system or the network.</summary>
    public static X509ChainPolicy NewPolicy(X509Certificate2Collection authorities, TlsRole role)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(Purpose(role));
        return policy;
    }

    /// <summary>Judges a certificate; null when it is accepted.</summary>
    /// <param name="certificate">The certificate; null where none was shown.</param>
    /// <param name="chain">Its chain, built by <see cref="NewPolicy"/>.</param>
    /// <param name="errors">What was found when the chain was built. A name that it found wrong does not count: names are compared here.</param>
    /// <param name="role">Whose certificate it should be.</param>
    /// <param name="name">The name that it must have; null where any will do.</param>
    /// <param name="now">The time; null where time is not judged, and the chain was built without it.</param>
    public static PeerRefusal? WhyRefused(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, TlsRole role, string? name, DateTimeOffset? now)
    {
        if (certificate is not X509Certificate2 shown || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return new PeerRefusal(RefusalKind.NoCertificate, "is missing");
        }

        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status)
            & ~(now is null ? X509ChainStatusFlags.NotTimeValid : X509ChainStatusFlags.NoError);
        if ((found & OtherAuthority) != X509ChainStatusFlags.NoError)
        {
            return new PeerRefusal(
                RefusalKind.OtherAuthority,
                $"was signed by another authority ({Printed(shown.Issuer)}) than those that are trusted; both sides need the same ca.crt");
        }

        return WhyNotFor(shown, found, role)
            ?? (name is null ? null : WhyNotOf(shown, name))
            ?? (now is { } time ? WhyNotNow(chain, time) : null)
            ?? (found == X509ChainStatusFlags.NoError && !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
                ? null
                : new PeerRefusal(RefusalKind.Unacceptable, $"is not acceptable: {Describe(chain)}"));
    }

    /// <summary>How a certificate is called in messages.</summary>
    public static string NameOf(X509Certificate? certificate) => certificate is null ? "" : Printed(certificate.Subject);

    /// <summary>A time, for people.</summary>
    public static string Told(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    internal static DateTimeOffset BeginOf(X509Certificate2 certificate) => new(certificate.NotBefore.ToUniversalTime());

    internal static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    private static Oid Purpose(TlsRole role) => role switch
    {
        TlsRole.Manager => new Oid("1.3.6.1.5.5.7.3.2", "clientAuth"),
        TlsRole.Remote => new Oid("1.3.6.1.5.5.7.3.1", "serverAuth"),
    };

    // A certificate that says nothing about its purpose may be used for any, and the standard lets it pass. Not here.
    private static PeerRefusal? WhyNotFor(X509Certificate2 certificate, X509ChainStatusFlags found, TlsRole role)
    {
        var says = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any();
        return says && !found.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? null
            : new PeerRefusal(
                RefusalKind.OtherPurpose,
                $"is not made for a {(role == TlsRole.Manager ? "manager" : "remote")}; it needs extendedKeyUsage {Purpose(role).FriendlyName}");
    }

    private static PeerRefusal? WhyNotOf(X509Certificate2 certificate, string name)
    {
        var names = NamesIn(certificate);
        if (names.Exists(found => string.Equals(found, name, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var needed = $"it needs subjectAltName {(IPAddress.TryParse(name, out _) ? "IP" : "DNS")}:{name}";
        return new PeerRefusal(RefusalKind.OtherName, names.Count == 0
            ? $"names nobody; {needed}"
            : $"is for {string.Join(", ", names.Take(MostNames).Select(Printed))}, not for {name}; {needed}");
    }

    private static List<string> NamesIn(X509Certificate2 certificate)
    {
        try
        {
            var extension = certificate.Extensions.FirstOrDefault(e => e.Oid?.Value is "2.5.29.17");
            if (extension is null)
            {
                return [];
            }

            var names = new X509SubjectAlternativeNameExtension(extension.RawData);
            return [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static PeerRefusal? WhyNotNow(X509Chain chain, DateTimeOffset now)
    {
        for (var i = 0; i < chain.ChainElements.Count; i++)
        {
            var certificate = chain.ChainElements[i].Certificate;
            var which = i == 0 ? "" : $"was signed by {Printed(certificate.Subject)}, which ";
            if (now > EndOf(certificate))
            {
                return new PeerRefusal(
                    RefusalKind.Expired, $"{which}expired on {Told(EndOf(certificate))} (here it is {Told(now)}); renew it");
            }

            if (now < BeginOf(certificate))
            {
                return new PeerRefusal(
                    RefusalKind.NotYetValid,
                    $"{which}is not valid before {Told(BeginOf(certificate))} (here it is {Told(now)}); check the clocks of both sides");
            }
        }

        return null;
    }

    private static string Describe(X509Chain chain) => chain.ChainStatus.Length == 0
        ? "it cannot be checked"
        : string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')));

    // Names are the other side's words: bounded, and without anything that a terminal acts upon.
    private static string Printed(string name) =>
        Printable.Escape(name.Length <= LongestName ? name : $"{name[..LongestName]}...");
}
