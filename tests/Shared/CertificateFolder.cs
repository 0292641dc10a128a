using Halo.Daemons.Tls;

namespace Halo.Testing;

/// <summary>A manager's certificates in a folder of their own.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("halo-tls-").FullName;

    public CertificateFolder()
    {
        Authority.WriteTrust(_folder);
        Write(TestCertificate.Manager);
    }

    public TestAuthority Authority { get; } = new(TimeProvider.System.GetUtcNow());

    public TlsFiles Files => new(TlsRole.Manager, PathOf("ca.crt"), PathOf("client.crt"), PathOf("client.key"));

    public string PathOf(string file) => Path.Combine(_folder, file);

    public void Write(TestCertificate wanted, TestAuthority? signer = null) => (signer ?? Authority).Write(_folder, "client", wanted);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
