using System.Diagnostics;
using System.Runtime.CompilerServices;
using Halo.Testing;

namespace Halo.Lab;

/// <summary>A program that prints lines for as long as it runs.</summary>
internal sealed class StreamingProgram : IDisposable
{
    private readonly Process _process;

    private StreamingProgram(Process process) => _process = process;

    /// <summary>Starts it. What it writes to standard error is dropped: that it ends says enough.</summary>
    public static StreamingProgram Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        ProgramEnvironment.Prepare(start.Environment, environment);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        return new StreamingProgram(process);
    }

    /// <summary>Its lines, until it closes its output or nobody wants more.</summary>
    public async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken end)
    {
        while (await NextAsync(end) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Ends it and all that it started, and waits for that for a while: what hangs in the kernel stays.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task<string?> NextAsync(CancellationToken end)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync(end);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
