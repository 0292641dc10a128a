using System.Diagnostics;

namespace Halo.Remote.Tests;

/// <summary>The program <c>halo_remote</c> as a process of its own.</summary>
internal sealed class RemoteProcess : IDisposable
{
    private readonly Process _process;

    private RemoteProcess(Process process) => _process = process;

    /// <summary>Runs it to its end, with these arguments and nothing of HALO in its environment.</summary>
    internal static async Task<(int Status, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments, []);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, error);
    }

    /// <summary>Starts it on an address of its own in 127.0.0.0/8, and waits until it answers.</summary>
    internal static async Task<(RemoteProcess Process, RemoteClient Client)> StartAsync(RemoteFolder folder)
    {
        var address = $"127.{Random.Shared.Next(1, 250)}.{Random.Shared.Next(1, 250)}.{Random.Shared.Next(1, 250)}";
        var remote = new RemoteProcess(Start(
            ["--port", "8000"],
            new()
            {
                ["HALO_NET"] = $"{address}/32",
                ["OCF_ROOT"] = folder.OcfRoot,
                ["HALO_RUNTIME_DIR"] = folder.RuntimeDirectory,
            }));
        var client = new RemoteClient($"http://{address}:8000");
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                _ = await client.HelloAsync();
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return (remote, client);
    }

    internal async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; its exit status.</summary>
    internal async Task<int> StopAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static Process Start(string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "halo_remote"), arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in (string[])["HALO_PORT", "HALO_NET", "HALO_LOG", "OCF_ROOT", "HALO_RUNTIME_DIR"])
        {
            _ = start.Environment.Remove(name);
        }

        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
