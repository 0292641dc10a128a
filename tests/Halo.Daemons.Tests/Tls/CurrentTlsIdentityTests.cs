using Halo.Daemons.Tls;
using Halo.Testing;
using Microsoft.Extensions.Logging;

namespace Halo.Daemons.Tests.Tls;

public sealed class CurrentTlsIdentityTests : IDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly RecordedLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_files_stay_what_they_are()
    {
        var current = Start();

        Assert.Same(current.Get(), current.Get());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Renewed_files_are_taken_up()
    {
        var current = Start();
        var before = current.Get();
        _folder.Write(TestCertificate.Manager);

        Assert.NotEqual(before.Certificate.Thumbprint, current.Get().Certificate.Thumbprint);
        Assert.Contains("took up the renewed", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_authority_is_taken_up()
    {
        var current = Start();
        var before = current.Get();
        _folder.Authority.WriteTrust(Path.GetDirectoryName(_folder.PathOf("ca.crt"))!, _folder.Authority.Another("the next one"));

        Assert.Equal(before.NewPeerPolicy().CustomTrustStore.Count + 1, current.Get().NewPeerPolicy().CustomTrustStore.Count);
    }

    [Fact]
    public void While_the_certificate_is_new_and_the_key_old_the_earlier_pair_stays()
    {
        var current = Start();
        var before = current.Get();
        using var renewed = _folder.Authority.Issue(TestCertificate.Manager);
        File.WriteAllText(_folder.PathOf("client.crt"), renewed.ExportCertificatePem());

        Assert.Same(before, current.Get());
        Assert.Contains("the earlier ones stay in use: ", _log.Lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_keeps_renewed_files_from_being_taken_up_is_told_once()
    {
        var current = Start();
        File.SetUnixFileMode(_folder.PathOf("client.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        current.Get();
        current.Get();

        Assert.Contains("(mode 440)", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void That_the_trouble_is_over_is_told_as_loud_as_the_trouble()
    {
        var current = Start();
        File.Delete(_folder.PathOf("client.key"));
        current.Get();
        _folder.Write(TestCertificate.Manager);
        current.Get();

        Assert.Equal([LogLevel.Warning, LogLevel.Warning], _log.Lines.Select(line => line.Level));
    }

    [Theory]
    [InlineData(-3, -2, "must be renewed: CN=halo-manager expired on ")]
    [InlineData(-3, 10, "must be renewed: CN=halo-manager expires on ")]
    [InlineData(2, 90, "is good only from ")]
    public async Task Certificates_that_are_not_good_for_long_are_told(int fromDays, int untilDays, string told)
    {
        _folder.Write(TestCertificate.Manager with { FromDays = fromDays, UntilDays = untilDays });
        var current = Start();
        using var end = new CancellationTokenSource();
        var watching = current.WatchAsync(end.Token);
        await end.CancelAsync();
        await watching;

        Assert.Contains(told, Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_told_of_certificates_that_are_good_for_long()
    {
        var current = Start();
        using var end = new CancellationTokenSource();
        var watching = current.WatchAsync(end.Token);
        await end.CancelAsync();
        await watching;

        Assert.Empty(_log.Lines);
    }

    private CurrentTlsIdentity Start() =>
        new(_folder.Files, TlsIdentity.Read(_folder.Files, out _)!, _log, TimeProvider.System);
}
