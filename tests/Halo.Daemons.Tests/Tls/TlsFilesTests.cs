using Halo.Daemons.Tls;

namespace Halo.Daemons.Tests.Tls;

public sealed class TlsFilesTests
{
    [Fact]
    public void The_manager_uses_the_clients_certificate() => Assert.Equal(
        new TlsFiles(TlsRole.Manager, "/etc/halo/ca.crt", "/etc/halo/client.crt", "/etc/halo/client.key"),
        TlsFiles.FromEnvironment(TlsRole.Manager, _ => null));

    [Fact]
    public void The_remote_uses_the_servers_certificate() => Assert.Equal(
        new TlsFiles(TlsRole.Remote, "/etc/halo/ca.crt", "/etc/halo/server.crt", "/etc/halo/server.key"),
        TlsFiles.FromEnvironment(TlsRole.Remote, _ => ""));

    [Fact]
    public void The_environment_names_other_files() => Assert.Equal(
        new TlsFiles(TlsRole.Remote, "/x/HALO_CA_CERT", "/x/HALO_SERVER_CERT", "/x/HALO_SERVER_KEY"),
        TlsFiles.FromEnvironment(TlsRole.Remote, name => $"/x/{name}"));
}
