using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Remote.Bench;

/// <summary>
/// A hundred monitors at once, of about ten milliseconds of shell each: through a remote, over one HTTP/2 connection, against
/// the same scripts started by xargs, which is as fast as they can be.
/// </summary>
internal static class MonitorBench
{
    private const int Monitors = 100;
    private const string Address = "127.251.7.3";
    private const string Script = "#!/bin/bash\nfor ((i = 0; i < 2500; i++)); do :; done\nexit 7\n";

    internal static async Task RunAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("halo-bench-").FullName;
        var agent = $"{folder}/ocf/resource.d/bench/Agent";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(agent)!);
        await File.WriteAllTextAsync(agent, Script);
        using (var chmod = Process.Start("chmod", ["+x", agent]))
        {
            await chmod.WaitForExitAsync();
        }

        using var remote = Process.Start(
            program,
            ["--network", $"{Address}/32", "--port", "8000", "--ocf-root", $"{folder}/ocf", "--runtime-dir", $"{folder}/run"]);
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://{Address}:8000"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            var hello = await HelloAsync(http);
            await Rounds.CompareAsync(
                $"{Monitors} monitors", "remote", () => RemoteAsync(http, hello), "xargs", () => PlainAsync(agent));
            remote.Refresh();
            Console.WriteLine($"the remote's memory afterwards: {remote.WorkingSet64 / 1024 / 1024} MB");
        }
        finally
        {
            remote.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<HelloAnswer> HelloAsync(HttpClient http)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await http.GetFromJsonAsync(RemoteRoutes.Hello, HaloJson.Default.HelloAnswer))!;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                // Not listening yet.
                await Task.Delay(50);
            }
        }
    }

    private static Task RemoteAsync(HttpClient http, HelloAnswer hello) =>
        Task.WhenAll(Enumerable.Range(0, Monitors).Select(number => MonitorAsync(http, hello, number)));

    private static async Task MonitorAsync(HttpClient http, HelloAnswer hello, int number)
    {
        var request = new OperationRequest
        {
            Id = Guid.NewGuid().ToString("N"),
            InstanceId = hello.InstanceId,
            BootId = hello.BootId,
            Resource = $"res{number}",
            Kind = "bench/Agent",
            Action = AgentAction.Monitor,
            IntervalMilliseconds = 5000,
            TimeoutMilliseconds = 60_000,
            Parameters = new(StringComparer.Ordinal) { ["pool"] = $"pool{number}" },
        };
        using var response =
            await http.PostAsJsonAsync(RemoteRoutes.Operations, request, HaloJson.Default.OperationRequest);
        var answer = await response.Content.ReadFromJsonAsync(HaloJson.Default.OperationAnswer);
        if (answer is not { State: OperationState.Exited, ExitCode: 7 })
        {
            throw new InvalidOperationException($"the monitor did not answer 7: {answer}");
        }
    }

    private static async Task PlainAsync(string agent)
    {
        using var xargs = Process.Start("/bin/sh", ["-c", $"seq {Monitors} | xargs -P {Monitors} -n 1 {agent} >/dev/null 2>&1; true"]);
        await xargs.WaitForExitAsync();
    }
}
