using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Halo.Daemons.Tls;

/// <summary>What a program shows to the other side, and whom it believes.</summary>
public sealed class TlsIdentity
{
    private readonly X509Certificate2Collection _authorities;
    private readonly TlsRole _peer;

    private TlsIdentity(
        X509Certificate2 certificate, X509Certificate2Collection chain, X509Certificate2Collection authorities, TlsRole own, TlsPems pems)
    {
        _authorities = authorities;
        _peer = own == TlsRole.Manager ? TlsRole.Remote : TlsRole.Manager;
        Pems = pems;
        Certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>The certificate with its key, and what leads from it to an authority.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>When the first certificate expires of those that the other side needs to accept this program.</summary>
    public DateTimeOffset Ends { get; private init; }

    /// <summary>From when on all of them are valid.</summary>
    public DateTimeOffset Begins { get; private init; }

    /// <summary>The certificate that expires first.</summary>
    public X509Certificate2 EndsFirst { get; private init; } = null!;

    internal TlsPems Pems { get; }

    internal X509Certificate2 Certificate { get; }

    /// <summary>Reads and checks the files; null and why, in one sentence, where they cannot be used. Time is not judged.</summary>
    public static TlsIdentity? Read(TlsFiles files, out string fault) =>
        TlsPems.Read(files, out fault) is { } pems ? Of(files, pems, out fault) : null;

    /// <summary>How the other side's certificate is to be checked. A new one each time: a check adds to it.</summary>
    public X509ChainPolicy NewPeerPolicy() => CertificateJudge.NewPolicy(_authorities, _peer);

    internal static TlsIdentity? Of(TlsFiles files, TlsPems pems, out string fault)
    {
        var authorities = ReadCertificates(files.Authorities, pems.Authorities, out fault);
        var chain = authorities is null ? null : ReadCertificates(files.Certificate, pems.Certificate, out fault);
        var certificate = chain is null ? null : JoinKey(files, pems, out fault);
        return certificate is null ? null : Checked(files, certificate, chain!, authorities!, pems, out fault);
    }

    private static X509Certificate2Collection? ReadCertificates(string path, string pem, out string fault)
    {
        fault = "";
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            fault = $"{path} holds a certificate that cannot be read: {e.Message.TrimEnd('.')}";
            return null;
        }

        if (certificates.Count > 0)
        {
            return certificates;
        }

        fault = $"{path} holds no certificate in PEM format";
        return null;
    }

    private static X509Certificate2? JoinKey(TlsFiles files, TlsPems pems, out string fault)
    {
        fault = "";
        if (pems.Key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            fault = $"the key {files.Key} is locked with a passphrase, which nobody is there to type; write it without one, as docs/tls.md says";
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPem(pems.Certificate, pems.Key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            fault = $"{files.Key} does not hold the key of the certificate {files.Certificate} (an RSA or EC key in PEM format)";
            return null;
        }
    }

    // What this program's own authorities would not accept, the other side will hardly accept either.
    private static TlsIdentity? Checked(
        TlsFiles files,
        X509Certificate2 certificate,
        X509Certificate2Collection chain,
        X509Certificate2Collection authorities,
        TlsPems pems,
        out string fault)
    {
        using var built = new X509Chain { ChainPolicy = CertificateJudge.NewPolicy(authorities, files.Role) };
        built.ChainPolicy.ExtraStore.AddRange(chain);
        built.ChainPolicy.VerificationFlags |= X509VerificationFlags.IgnoreNotTimeValid;
        var errors = built.Build(certificate) ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateChainErrors;
        var name = files.Role == TlsRole.Manager ? CertificateJudge.ManagerName : null;
        if (CertificateJudge.WhyRefused(certificate, built, errors, files.Role, name, now: null) is { } refusal)
        {
            fault = $"the certificate {files.Certificate} {refusal.Why}";
            return null;
        }

        fault = "";
        var used = built.ChainElements.Select(element => element.Certificate).ToList();
        return new TlsIdentity(certificate, chain, authorities, files.Role, pems)
        {
            Begins = used.Max(CertificateJudge.BeginOf),
            Ends = used.Min(CertificateJudge.EndOf),
            EndsFirst = used.MinBy(CertificateJudge.EndOf)!,
        };
    }
}
