using System.Security.Cryptography;
using Halo.Daemons.Tls;
using Halo.Testing;

namespace Halo.Daemons.Tests.Tls;

public sealed class TlsIdentityTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Good_files_are_taken()
    {
        var identity = TlsIdentity.Read(_folder.Files, out var fault);

        Assert.Equal("", fault);
        Assert.Equal("CN=halo-manager", identity!.Certificate.Subject);
        Assert.True(identity.Certificate.HasPrivateKey);
    }

    [Fact]
    public void A_certificate_that_leads_to_the_authority_by_another_one_is_taken()
    {
        File.WriteAllText(_folder.PathOf("client.crt"), File.ReadAllText(_folder.PathOf("client.crt")) + _folder.Authority.Pem);

        Assert.NotNull(TlsIdentity.Read(_folder.Files, out _));
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("client.crt")]
    [InlineData("client.key")]
    public void A_file_that_is_not_there_is_told(string file)
    {
        File.Delete(_folder.PathOf(file));

        Refused($"{_folder.PathOf(file)} is not there; docs/tls.md tells how to make it");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.OtherWrite, "602")]
    public void A_key_that_others_may_use_is_refused(UnixFileMode others, string mode)
    {
        var key = _folder.PathOf("client.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        Refused($"others than its owner may use the key {key} (mode {mode}); change that with chmod 600 {key}");
    }

    [Fact]
    public void A_key_that_only_its_owner_may_read_is_taken()
    {
        File.SetUnixFileMode(_folder.PathOf("client.key"), UnixFileMode.UserRead);

        Assert.NotNull(TlsIdentity.Read(_folder.Files, out _));
    }

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder.PathOf("client.key"), other.ExportPkcs8PrivateKeyPem());

        Refused("client.key does not hold the key of the certificate ");
    }

    [Fact]
    public void A_key_with_a_passphrase_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1);
        File.WriteAllText(_folder.PathOf("client.key"), key.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters));

        Refused("is locked with a passphrase");
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("client.crt")]
    public void A_file_without_a_certificate_is_told(string file)
    {
        File.WriteAllText(_folder.PathOf(file), "nothing of use");

        Refused($"{_folder.PathOf(file)} holds no certificate in PEM format");
    }

    [Fact]
    public void A_file_that_was_half_written_is_told()
    {
        var whole = File.ReadAllText(_folder.PathOf("client.crt"));
        File.WriteAllText(_folder.PathOf("client.crt"), whole[..(whole.Length / 2)]);

        Refused("client.crt holds no certificate in PEM format");
    }

    [Fact]
    public void A_certificate_that_its_own_authority_did_not_sign_is_told()
    {
        _folder.Write(TestCertificate.Manager, _folder.Authority.Another("somebody"));

        Refused("client.crt was signed by another authority (CN=somebody)");
    }

    [Fact]
    public void A_managers_certificate_in_another_name_is_told()
    {
        _folder.Write(TestCertificate.Manager with { Name = "mgmt1" });

        Refused("client.crt is for mgmt1, not for halo-manager");
    }

    [Fact]
    public void An_expired_certificate_is_taken_because_it_will_be_renewed()
    {
        _folder.Write(TestCertificate.Manager with { FromDays = -3, UntilDays = -2 });

        Assert.NotNull(TlsIdentity.Read(_folder.Files, out _));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-2)]
    public void A_certificate_that_nobody_can_accept_is_told_expired_or_not(int untilDays)
    {
        _folder.Write(TestCertificate.Manager with { FromDays = -3, UntilDays = untilDays, IsOddlyCritical = true });

        Refused("client.crt is not acceptable: ");
    }

    private void Refused(string fault)
    {
        Assert.Null(TlsIdentity.Read(_folder.Files, out var told));
        Assert.Contains(fault, told, StringComparison.Ordinal);
    }
}
