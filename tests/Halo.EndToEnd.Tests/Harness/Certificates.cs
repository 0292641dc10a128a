namespace Halo.EndToEnd.Tests.Harness;

/// <summary>
/// The certificates of a cluster, as an administrator would hand them out: the manager and every host have a folder of their own
/// with the authority's certificate and their own.
/// </summary>
internal sealed class Certificates
{
    /// <summary>The manager, among those who have certificates.</summary>
    public const string Manager = "manager";

    private readonly string _folder;

    /// <summary>Gives everybody a good certificate.</summary>
    public Certificates(string folder, IEnumerable<string> hosts)
    {
        _folder = folder;
        foreach (var who in hosts.Prepend(Manager))
        {
            Directory.CreateDirectory(FolderOf(who));
            Trust(who, Authority);
            Give(who);
        }
    }

    /// <summary>Who has signed them.</summary>
    public TestAuthority Authority { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Where the files of the manager or of a host are.</summary>
    public string FolderOf(string who) => Path.Combine(_folder, "tls", who);

    /// <summary>Replaces the certificate and the key of the manager or of a host, by default with good ones.</summary>
    public void Give(string who, TestCertificate? certificate = null, TestAuthority? signer = null)
    {
        var isManager = who is Manager;
        (signer ?? Authority).Write(
            FolderOf(who),
            isManager ? "client" : "server",
            certificate ?? (isManager ? TestCertificate.Manager : TestCertificate.Remote(who)));
    }

    /// <summary>Replaces the authorities that the manager or a host trusts.</summary>
    public void Trust(string who, TestAuthority authority, params TestAuthority[] others) => authority.WriteTrust(FolderOf(who), others);

    /// <summary>What turns TLS on in the environment of the manager or of a host's remote.</summary>
    public IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string who)
    {
        var own = who is Manager ? "client" : "server";
        yield return new("HALO_MTLS", "1");
        yield return new("HALO_CA_CERT", Path.Combine(FolderOf(who), "ca.crt"));
        yield return new($"HALO_{own.ToUpperInvariant()}_CERT", Path.Combine(FolderOf(who), $"{own}.crt"));
        yield return new($"HALO_{own.ToUpperInvariant()}_KEY", Path.Combine(FolderOf(who), $"{own}.key"));
    }
}
