using System.Net;
using System.Net.Sockets;
using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>Mutual TLS: who is refused by whom, what is said about it, and that nobody is fenced for it.</summary>
public sealed class TalkingTls
{
    private const int Usage = 64;
    private static readonly ClusterPlan Plan = ClusterPlan.Fencing with { Tls = TlsSides.Both };

    [Theory]
    [InlineData("other authority", "was signed by another authority (CN=the neighbours)")]
    [InlineData("other host", "is for h1, not for h0; it needs subjectAltName DNS:h0")]
    [InlineData("expired", "expired on ")]
    [InlineData("not yet valid", "is not valid before ")]
    public Task The_manager_refuses_a_remote_whose_certificate_is_wrong(string wrong, string told) => Cluster.PlayAsync(async cluster =>
    {
        var good = TestCertificate.Remote("h0");
        var neighbours = cluster.Certificates.Authority.Another("the neighbours");
        switch (wrong)
        {
            case "other authority":
                cluster.Certificates.Trust("h0", neighbours, cluster.Certificates.Authority);
                cluster.Certificates.Give("h0", good, neighbours);
                break;
            case "other host":
                cluster.Certificates.Give("h0", TestCertificate.Remote("h1"));
                break;
            case "expired":
                cluster.Certificates.Give("h0", good with { FromDays = -3, UntilDays = -2 });
                break;
            default:
                cluster.Certificates.Give("h0", good with { FromDays = 2, UntilDays = 3 });
                break;
        }

        await cluster.StartAsync();
        await TroubleAsync(cluster, "h0", "the certificate of its remote (CN=", told);
        await cluster.StatusShowsAsync("h1 is connected", status => status.Host("h1").Connected);
    }, Plan);

    [Theory]
    [InlineData("none", "has shown no certificate")]
    [InlineData("other authority", "was signed by another authority (CN=the neighbours)")]
    [InlineData("host", "is not made for a manager; it needs extendedKeyUsage clientAuth")]
    [InlineData("other name", "is for h1, not for halo-manager; it needs subjectAltName DNS:halo-manager")]
    [InlineData("expired", "expired on ")]
    [InlineData("not yet valid", "is not valid before ")]
    public Task A_remote_refuses_who_does_not_show_the_managers_certificate(string wrong, string told) => Cluster.PlayAsync(async cluster =>
    {
        var good = TestCertificate.Manager;
        var remote = await cluster.StartRemoteAsync("h0");
        using var certificate = wrong switch
        {
            "none" => null,
            "other authority" => cluster.Certificates.Authority.Another("the neighbours").Issue(good),
            "host" => cluster.Certificates.Authority.Issue(TestCertificate.Remote("h1")),
            "other name" => cluster.Certificates.Authority.Issue(good with { Name = "h1" }),
            "expired" => cluster.Certificates.Authority.Issue(good with { FromDays = -3, UntilDays = -2 }),
            _ => cluster.Certificates.Authority.Issue(good with { FromDays = 2, UntilDays = 3 }),
        };
        var (status, body) = await TlsProbe.AskAsync(cluster.AddressOf("h0"), certificate);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains(told, body, StringComparison.Ordinal);
        Assert.DoesNotContain("instance_id", body, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync("the remote's log says who was refused and why", () =>
            remote.Log.Contains("refused a connection: who opened it from 127.0.0.1 ", StringComparison.Ordinal)
            && remote.Log.Contains(told, StringComparison.Ordinal));
    }, Plan);

    [Fact]
    public Task Who_only_looks_whether_a_host_lives_is_no_matter_for_the_log() => Cluster.PlayAsync(async cluster =>
    {
        var remote = await cluster.StartRemoteAsync("h0");
        using (var knock = new TcpClient())
        {
            await knock.ConnectAsync(cluster.AddressOf("h0"), Cluster.Port);
        }

        await TlsProbe.AskAsync(cluster.AddressOf("h0"), certificate: null);
        Assert.Single(remote.Log.Split('\n'), line => line.Contains("refused a connection", StringComparison.Ordinal));
    }, Plan);

    [Fact]
    public Task A_manager_whose_certificate_expired_is_told_so_by_every_remote() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Certificates.Give(Certificates.Manager, TestCertificate.Manager with { FromDays = -3, UntilDays = -2 });
        await cluster.StartAsync();
        await TroubleAsync(cluster, "h0", "its remote refuses this manager: ", "the certificate CN=halo-manager, which expired on ");
        await TroubleAsync(cluster, "h1", "its remote refuses this manager: ", "the certificate CN=halo-manager, which expired on ");
        Assert.Contains("client.crt must be renewed: CN=halo-manager expired on ", cluster.Manager.Log, StringComparison.Ordinal);
    }, Plan);

    [Fact]
    public Task A_host_is_never_fenced_for_its_certificate() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Certificates.Give("h0", TestCertificate.Remote("h0") with { FromDays = -3, UntilDays = -2 });
        await cluster.Remote("h0").EndAsync(Signal.Kill);
        await cluster.StartRemoteAsync("h0");
        await TroubleAsync(cluster, "h0", "the certificate of its remote (CN=h0) expired on ");

        // Longer than silence, muteness and refused connections may last.
        await Eventually.StaysTrueAsync("nothing is fenced", TimeSpan.FromSeconds(12), () => Task.FromResult(cluster.Fences.CallsOf("off", "h0") == 0));
        cluster.Certificates.Give("h0");
        await cluster.AllIsWellAsync();
    }, Plan with
    {
        Settings = "monitor_interval: 500ms, detection_interval: 1s, detection_timeout: 3s, unresponsive_timeout: 10s, on_agent_down: fence",
    });

    [Fact]
    public Task An_existing_connection_outlives_its_certificates() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Certificates.Give("h0", TestCertificate.Remote("h0") with { FromDays = -3, UntilDays = -2 });
        cluster.Agents.StopByHand("target0", "h0");
        await Eventually.BecomesTrueAsync("target0 was started again", () => cluster.Agents.StartsOf("target0") == 2);
        await cluster.AllIsWellAsync();
    }, Plan);

    [Fact]
    public Task Renewed_certificates_are_taken_up_without_a_restart() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Certificates.Give("h0", TestCertificate.Remote("h0") with { FromDays = -3, UntilDays = -2 });
        cluster.Certificates.Give(Certificates.Manager, TestCertificate.Manager with { FromDays = -3, UntilDays = -2 });
        await cluster.StartAsync();
        await TroubleAsync(cluster, "h0", "expired on ");
        await TroubleAsync(cluster, "h1", "its remote refuses this manager: ");
        cluster.Certificates.Give("h0");
        cluster.Certificates.Give(Certificates.Manager);
        await cluster.AllIsWellAsync();
        Assert.Contains("took up the renewed ", cluster.Manager.Log, StringComparison.Ordinal);
        Assert.Contains("took up the renewed ", cluster.Remote("h0").Log, StringComparison.Ordinal);
    }, Plan);

    [Fact]
    public Task A_new_authority_is_taken_up_without_a_restart() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var next = cluster.Certificates.Authority.Another("the next authority");
        cluster.Certificates.Trust(Certificates.Manager, next, cluster.Certificates.Authority);
        cluster.Certificates.Give(Certificates.Manager, signer: next);
        cluster.Certificates.Trust("h0", next);
        cluster.Certificates.Give("h0", signer: next);
        await cluster.Remote("h0").EndAsync(Signal.Terminate);
        await cluster.StartRemoteAsync("h0");
        await cluster.AllIsWellAsync();
    }, ClusterPlan.Fencing with { Tls = TlsSides.Both, Settings = $"{ClusterPlan.QuickLoss}, on_agent_down: wait" });

    [Fact]
    public Task Renewed_files_that_cannot_be_used_change_nothing_and_are_told() => Cluster.PlayAsync(async cluster =>
    {
        var remote = await cluster.StartRemoteAsync("h0");
        var key = Path.Combine(cluster.Certificates.FolderOf("h0"), "server.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var certificate = cluster.Certificates.Authority.Issue(TestCertificate.Manager);
        var (status, _) = await TlsProbe.AskAsync(cluster.AddressOf("h0"), certificate);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"the earlier ones stay in use: others than its owner may use the key {key} (mode 404)", remote.Log, StringComparison.Ordinal);
    }, Plan);

    [Fact]
    public Task A_manager_with_TLS_and_a_remote_without_are_told_apart() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await TroubleAsync(cluster, "h0", "it does not talk TLS; start its remote with --mtls too");
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h0"));
    }, Plan with { Tls = TlsSides.Manager });

    [Fact]
    public Task A_remote_with_TLS_and_a_manager_without_are_told_apart() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await TroubleAsync(cluster, "h0", "its remote refuses this manager: ", "start the manager with --mtls too");
        Assert.Contains("does not talk TLS, and this remote talks nothing else", cluster.Remote("h0").Log, StringComparison.Ordinal);
        Assert.Equal(0, cluster.Fences.CallsOf("off", "h0"));
    }, Plan with { Tls = TlsSides.Remotes });

    [Theory]
    [InlineData("halo_manager", "client.key")]
    [InlineData("halo_remote", "server.key")]
    public Task A_key_that_others_may_read_is_refused(string program, string file) => Cluster.PlayAsync(async cluster =>
    {
        var who = program is "halo_manager" ? Certificates.Manager : "h0";
        var key = Path.Combine(cluster.Certificates.FolderOf(who), file);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await StartAsync(cluster, program, who)).FailedWith(
            Usage, $"{program}: others than its owner may use the key {key} (mode 640); change that with chmod 600 {key}");
    }, Plan);

    [Theory]
    [InlineData("halo_manager", "client.crt")]
    [InlineData("halo_manager", "ca.crt")]
    [InlineData("halo_remote", "server.key")]
    public Task A_file_that_is_not_there_is_refused(string program, string file) => Cluster.PlayAsync(async cluster =>
    {
        var who = program is "halo_manager" ? Certificates.Manager : "h0";
        var path = Path.Combine(cluster.Certificates.FolderOf(who), file);
        File.Delete(path);
        (await StartAsync(cluster, program, who)).FailedWith(Usage, $"{program}: {path} is not there", "docs/tls.md");
    }, Plan);

    /// <summary>Starts a program with the flag, where the rest of these tests use the environment.</summary>
    private static Task<FinishedProgram> StartAsync(Cluster cluster, string program, string who)
    {
        var environment = cluster.Certificates.EnvironmentOf(who).ToDictionary(StringComparer.Ordinal);
        environment.Remove("HALO_MTLS");
        string[] arguments = program is "halo_manager"
            ? [.. cluster.ManagerArguments(), "--mtls"]
            : ["--network", $"{cluster.AddressOf("h0")}/32", "--ocf-root", AgentFolder.OcfRoot, "--runtime-dir", Path.Combine(cluster.Folder, "h0.run"), "--mtls"];
        return FinishedProgram.RunAsync(Repository.Program(program), arguments, environment);
    }

    private static Task TroubleAsync(Cluster cluster, string host, params string[] told) => cluster.StatusShowsAsync(
        $"{host} has trouble: {string.Join(" ... ", told)}",
        status => status.Host(host) is { Connected: false, Comment: { } comment }
            && comment.Contains("the manager cannot reach it: ", StringComparison.Ordinal)
            && Array.TrueForAll(told, text => comment.Contains(text, StringComparison.Ordinal)));
}
