using System.Diagnostics;

namespace Halo.Testing;

/// <summary>What a program that was run to its end has said.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record FinishedProgram(int Status, string Output, string Error)
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs a program to its end; throws <see cref="TimeoutException"/>, and ends it with all that it started, when that takes longer than
    /// the limit (default: 60 s). Its environment has nothing of HALO's in it but what is given.
    /// </summary>
    public static async Task<FinishedProgram> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        ProgramEnvironment.Prepare(start.Environment, environment);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(limit ?? DefaultLimit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{program} {string.Join(' ', start.ArgumentList)} did not end. It printed: {await SoFarAsync(output)} {await SoFarAsync(error)}", e);
        }

        return new FinishedProgram(process.ExitCode, await SoFarAsync(output), await SoFarAsync(error));
    }

    /// <summary>What was read to the end; a process that outlives the program may hold its output open.</summary>
    private static async Task<string> SoFarAsync(Task<string> reading)
    {
        try
        {
            return await reading.WaitAsync(ReadingLimit);
        }
        catch (TimeoutException)
        {
            return "(a process that it left behind holds this open)";
        }
    }
}
