using System.Diagnostics;
using System.Globalization;
using Halo.Daemons.Tls;
using Halo.Manager.Remotes;
using Halo.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Bench;

/// <summary>
/// A thousand connections at once, as after an outage of the network: without TLS, with TLS and turns as the manager takes them, and
/// with TLS and no turns. All lead to one remote, which costs this machine as much again as a manager.
/// </summary>
internal static class HandshakeBench
{
    private const int Connections = 1000;
    private const int Rounds = 3;
    private const int Port = 18490;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    internal static async Task RunAsync(string remoteProgram)
    {
        using var certificates = new CertificateFolder();
        certificates.Authority.Write(certificates.PathOf(""), "server", TestCertificate.Remote("oss00"));
        var identity = new CurrentTlsIdentity(
            certificates.Files, TlsIdentity.Read(certificates.Files, out _)!, NullLogger.Instance, TimeProvider.System);
        using var inTurns = new RemoteTls(identity, TimeProvider.System);
        using var atOnce = new RemoteTls(identity, TimeProvider.System, Connections);
        for (var round = 0; round < Rounds; round++)
        {
            await MeasureAsync("without TLS", remoteProgram, certificates, null);
            await MeasureAsync("with TLS, in turns", remoteProgram, certificates, inTurns);
            await MeasureAsync("with TLS, all at once", remoteProgram, certificates, atOnce);
        }
    }

    private static async Task MeasureAsync(string what, string program, CertificateFolder certificates, RemoteTls? tls)
    {
        // A remote for each measurement: the last one's connections are none of this one's.
        var address = $"127.{Random.Shared.Next(1, 250)}.{Random.Shared.Next(1, 250)}.1";
        using var remote = StartRemote(program, address, certificates, isTls: tls is not null);
        var endpoint = new RemoteEndpoint(address, Port, "oss00", tls);
        await UntilItAnswersAsync(endpoint);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => OpenAsync(endpoint)));
        var elapsed = Stopwatch.GetElapsedTime(began);
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Connections} connections {what}: {results.Count(opened => opened)} open after {elapsed.TotalMilliseconds:F0} ms; {processor.TotalMilliseconds / Connections:F2} ms of this process each"));
        remote.Kill();
        await remote.WaitForExitAsync();
    }

    private static async Task<bool> OpenAsync(RemoteEndpoint endpoint)
    {
        var (connection, _, _) = await RemoteConnection.OpenAsync(1, endpoint, Deadline, CancellationToken.None);
        return connection is not null;
    }

    private static async Task UntilItAnswersAsync(RemoteEndpoint endpoint)
    {
        while (!await OpenAsync(endpoint))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static Process StartRemote(string program, string address, CertificateFolder certificates, bool isTls)
    {
        Directory.CreateDirectory(certificates.PathOf("resource.d"));
        var start = new ProcessStartInfo(program,
        [
            "--port", $"{Port}", "--network", $"{address}/32", "--ocf-root", certificates.PathOf(""),
            "--runtime-dir", certificates.PathOf("run"), .. isTls ? ["--mtls"] : Array.Empty<string>(),
        ]);
        start.Environment["HALO_CA_CERT"] = certificates.PathOf("ca.crt");
        start.Environment["HALO_SERVER_CERT"] = certificates.PathOf("server.crt");
        start.Environment["HALO_SERVER_KEY"] = certificates.PathOf("server.key");
        return Process.Start(start)!;
    }
}
