using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Halo.Daemons.Tls;
using Halo.Testing;

namespace Halo.Daemons.Tests.Tls;

public sealed class CertificateJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority _authority = new(Now);

    [Fact]
    public void Accepts_the_certificate_of_the_manager() => Assert.Null(Judge(TestCertificate.Manager));

    [Fact]
    public void Accepts_the_certificate_of_a_host_whatever_the_case_of_its_name() =>
        Assert.Null(Judge(TestCertificate.Remote("OSS00"), TlsRole.Remote, "oss00"));

    [Fact]
    public void Accepts_a_host_that_is_called_by_its_address()
    {
        using var certificate = _authority.Issue(TestCertificate.Remote("10.0.0.1"));

        Assert.Null(Judge(certificate, TlsRole.Remote, "10.0.0.1"));
    }

    [Fact]
    public void Refuses_who_shows_no_certificate()
    {
        var refusal = CertificateJudge.WhyRefused(
            null, null, SslPolicyErrors.RemoteCertificateNotAvailable, TlsRole.Manager, "halo-manager", Now);

        Assert.Equal(RefusalKind.NoCertificate, refusal!.Kind);
    }

    [Fact]
    public void Refuses_the_certificate_of_another_authority()
    {
        using var certificate = _authority.Another("CA of the neighbours").Issue(TestCertificate.Manager);

        Refused(RefusalKind.OtherAuthority, "another authority (CN=CA of the neighbours)", Judge(certificate, TlsRole.Manager, "halo-manager"));
    }

    [Fact]
    public void Refuses_the_certificate_of_another_authority_with_the_same_name()
    {
        using var certificate = new TestAuthority(Now).Issue(TestCertificate.Manager);

        Refused(RefusalKind.OtherAuthority, "both sides need the same ca.crt", Judge(certificate, TlsRole.Manager, "halo-manager"));
    }

    [Fact]
    public void Refuses_a_certificate_that_signed_itself()
    {
        var itself = _authority.Another("halo-manager");
        using var certificate = X509Certificate2.CreateFromPem(itself.Pem);

        Assert.Equal(RefusalKind.OtherAuthority, Judge(certificate, TlsRole.Manager, "halo-manager")!.Kind);
    }

    [Fact]
    public void Refuses_a_certificate_that_expired() => Refused(
        RefusalKind.Expired, "expired on ", Judge(TestCertificate.Manager with { FromDays = -3, UntilDays = -2 }));

    [Fact]
    public void Refuses_a_certificate_that_is_not_valid_yet() => Refused(
        RefusalKind.NotYetValid, "is not valid before ", Judge(TestCertificate.Manager with { FromDays = 2, UntilDays = 3 }));

    [Fact]
    public void Refuses_a_certificate_whose_authority_expired()
    {
        var expired = new TestAuthority(Now, "old", untilDays: -1);
        using var certificate = expired.Issue(TestCertificate.Manager with { FromDays = -2, UntilDays = -1 });

        Assert.Equal(RefusalKind.Expired, Judge(certificate, TlsRole.Manager, "halo-manager", expired)!.Kind);
    }

    [Fact]
    public void Refuses_a_host_that_passes_for_the_manager() => Refused(
        RefusalKind.OtherPurpose, "it needs extendedKeyUsage clientAuth", Judge(TestCertificate.Remote("halo-manager")));

    [Fact]
    public void Refuses_a_certificate_without_a_purpose() => Refused(
        RefusalKind.OtherPurpose, "it needs extendedKeyUsage clientAuth", Judge(TestCertificate.Manager with { Purpose = null }));

    [Fact]
    public void Refuses_the_certificate_of_somebody_else() => Refused(
        RefusalKind.OtherName, "is for oss01, not for oss00; it needs subjectAltName DNS:oss00",
        Judge(TestCertificate.Remote("oss01"), TlsRole.Remote, "oss00"));

    [Fact]
    public void Refuses_a_wildcard() => Refused(
        RefusalKind.OtherName, "is for *.cluster, not for oss00.cluster",
        Judge(TestCertificate.Remote("*.cluster"), TlsRole.Remote, "oss00.cluster"));

    [Fact]
    public void Refuses_a_certificate_whose_name_stands_in_its_subject_only() => Refused(
        RefusalKind.OtherName, "names nobody; it needs subjectAltName DNS:nobody",
        Judge(TestCertificate.Remote("x") with { Name = null }, TlsRole.Remote, "nobody"));

    private static void Refused(RefusalKind kind, string why, PeerRefusal? refusal)
    {
        Assert.Equal(kind, refusal?.Kind);
        Assert.Contains(why, refusal!.Why, StringComparison.Ordinal);
    }

    private PeerRefusal? Judge(TestCertificate wanted, TlsRole role = TlsRole.Manager, string name = "halo-manager")
    {
        using var certificate = _authority.Issue(wanted);
        return Judge(certificate, role, name);
    }

    private PeerRefusal? Judge(X509Certificate2 certificate, TlsRole role, string name, TestAuthority? trusted = null)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem((trusted ?? _authority).Pem);
        using var chain = new X509Chain { ChainPolicy = CertificateJudge.NewPolicy(authorities, role) };
        (chain.ChainPolicy.VerificationTime, chain.ChainPolicy.VerificationTimeIgnored) = (Now.UtcDateTime, false);
        var errors = chain.Build(certificate) ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateChainErrors;
        return CertificateJudge.WhyRefused(certificate, chain, errors, role, name, Now);
    }
}
