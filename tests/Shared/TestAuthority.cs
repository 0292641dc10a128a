using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Halo.Testing;

/// <summary>A certificate authority of the tests; it signs whatever it is asked for.</summary>
internal sealed class TestAuthority
{
    private readonly X509Certificate2 _certificate;
    private readonly DateTimeOffset _now;

    /// <summary>An authority whose certificates count their days from one moment: of the clock by which they are judged.</summary>
    public TestAuthority(DateTimeOffset now, string name = "HALO test authority", int fromDays = -100, int untilDays = 1000)
    {
        _now = now;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(_now.AddDays(fromDays), _now.AddDays(untilDays));
    }

    /// <summary>Its certificate in PEM format.</summary>
    public string Pem => $"{_certificate.ExportCertificatePem()}\n";

    /// <summary>One that has nothing to do with this one, and counts its days from the same moment.</summary>
    public TestAuthority Another(string name) => new(_now, name);

    /// <summary>Makes a certificate and its key.</summary>
    public X509Certificate2 Issue(TestCertificate wanted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={wanted.Name ?? "nobody"}", key, HashAlgorithmName.SHA256);
        if (wanted.Name is { } name)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (System.Net.IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        if (wanted.IsOddlyCritical)
        {
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.99999.1", [5, 0], critical: true));
        }

        if (wanted.Purpose is { } purpose)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        using var certificate = request.Create(
            _certificate,
            _now.AddDays(wanted.FromDays),
            _now.AddDays(wanted.UntilDays),
            RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Writes a certificate and its key, which nobody else may read, as NAME.crt and NAME.key.</summary>
    public void Write(string folder, string file, TestCertificate wanted)
    {
        using var certificate = Issue(wanted);
        using var key = certificate.GetECDsaPrivateKey()!;
        Replace(Path.Combine(folder, $"{file}.key"), key.ExportPkcs8PrivateKeyPem());
        Replace(Path.Combine(folder, $"{file}.crt"), certificate.ExportCertificatePem());
    }

    /// <summary>Writes the certificate of this authority, and of others, as ca.crt.</summary>
    public void WriteTrust(string folder, params TestAuthority[] others) =>
        Replace(Path.Combine(folder, "ca.crt"), $"{Pem}{string.Concat(others.Select(other => other.Pem))}");

    private static void Replace(string path, string text)
    {
        File.WriteAllText($"{path}.new", $"{text.TrimEnd()}\n");
        File.SetUnixFileMode($"{path}.new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move($"{path}.new", path, overwrite: true);
    }
}

/// <summary>The certificate that a test wants.</summary>
internal sealed record TestCertificate
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>A good certificate of a manager.</summary>
    public static TestCertificate Manager { get; } = new() { Name = "halo-manager", Purpose = ClientAuthentication };

    /// <summary>Its subjectAltName; null: it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Its extended key usage; null: it has none.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whether it demands what no program understands, so that none may accept it (RFC 5280, 4.2).</summary>
    public bool IsOddlyCritical { get; init; }

    /// <summary>From when on it is valid.</summary>
    public int FromDays { get; init; } = -1;

    /// <summary>Until when it is valid.</summary>
    public int UntilDays { get; init; } = 100;

    /// <summary>A good certificate of a host's remote.</summary>
    public static TestCertificate Remote(string host) => new() { Name = host, Purpose = ServerAuthentication };
}
