using System.Diagnostics;
using System.Globalization;
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

    /// <summary>What the remote gives an agent, for those that do not get it from the remote.</summary>
    private static readonly (string Name, string Value)[] AgentVariables =
    [
        ("OCF_ROOT", "/tmp/halo-bench-1234567/ocf"),
        ("OCF_RA_VERSION_MAJOR", "1"),
        ("OCF_RA_VERSION_MINOR", "1"),
        ("OCF_RESOURCE_INSTANCE", "res50"),
        ("OCF_RESOURCE_TYPE", "Agent"),
        ("OCF_RESOURCE_PROVIDER", "bench"),
        ("OCF_EXIT_REASON_PREFIX", "ocf-exit-reason:"),
        ("OCF_RESKEY_pool", "pool50"),
        ("OCF_RESKEY_CRM_meta_name", "monitor"),
        ("OCF_RESKEY_CRM_meta_timeout", "60000"),
        ("OCF_RESKEY_CRM_meta_interval", "5000"),
        ("OCF_RESKEY_CRM_meta_on_node", "localhost"),
        ("HALO_OPERATION", "0123456789abcdef0123456789abcdef"),
    ];

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
            var remoteBefore = ProcessorTime.Of(remote.Id);
            var scriptsBefore = ProcessorTime.Of(Environment.ProcessId);
            await Rounds.CompareAsync(
                $"{Monitors} monitors", "remote", () => RemoteAsync(http, hello), "xargs", () => PlainAsync(agent));
            Report(ProcessorTime.Of(remote.Id).Since(remoteBefore), ProcessorTime.Of(Environment.ProcessId).Since(scriptsBefore));
            remote.Refresh();
            Console.WriteLine($"  the remote's memory afterwards: {remote.WorkingSet64 / 1024 / 1024} MB");
        }
        finally
        {
            remote.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The remote with its agents against the shell with its; the manager's part runs on another machine in real life.</summary>
    private static void Report(ProcessorTime remote, ProcessorTime bench)
    {
        var ratio = (remote.Own + remote.Children) / bench.Children;
        var each = (remote.Own / (Rounds.Runs * Monitors)).TotalMilliseconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  processor time: remote and agents {remote.Own.TotalSeconds:F2} s + {remote.Children.TotalSeconds:F2} s, xargs and agents " +
            $"{bench.Children.TotalSeconds:F2} s, ratio {ratio:F3}; the remote itself {each:F2} ms a monitor"));
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

    /// <summary>The same scripts with the same argument and variables, their output read from a pipe as well.</summary>
    private static async Task PlainAsync(string agent)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"printf 'monitor\\n%.0s' $(seq {Monitors}) | xargs -P {Monitors} -n 1 {agent} 2>&1 | cat"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach ((var name, var value) in AgentVariables)
        {
            start.Environment[name] = value;
        }

        using var xargs = Process.Start(start)!;
        var output = await xargs.StandardOutput.ReadToEndAsync();
        await xargs.WaitForExitAsync();
        if (output.Length > 0)
        {
            throw new InvalidOperationException($"the scripts do not run by themselves: {output}");
        }
    }
}
