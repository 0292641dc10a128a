using Halo.Agents.Processes;

namespace Halo.Agents.Fencing;

/// <summary>
/// Runs fence agents, unmodified ones: any <c>fence_NAME</c> that follows the ClusterLabs fence agent API. They get their
/// parameters on standard input and never an argument, because everybody may read a process' arguments.
/// </summary>
/// <param name="directories">Where they are.</param>
/// <param name="runner">What runs child processes.</param>
/// <param name="time">The clock.</param>
public sealed class FenceAgents(FencePath directories, ProcessRunner runner, TimeProvider time)
{
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long after its deadline a call is answered at the latest. While the machine's processes cannot be listed, the runner
    /// itself waits without a limit; a fence must not.
    /// </summary>
    private static readonly TimeSpan EndGrace = KillGrace + SessionEnder.KillWait + TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> AgentEnvironment = new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = "C",
    };

    private readonly PasswordFiles _passwordFiles = new(time);

    /// <summary>
    /// Calls an agent once. Whatever goes wrong is an answer of kind <see cref="FenceAnswerKind.Failed"/>, which comes within
    /// seconds of the call's deadline.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the agent was sent SIGKILL.</exception>
    public async Task<FenceAnswer> CallAsync(FenceCall call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (WhyNot(call) is string whyNot)
        {
            return Refused(whyNot);
        }

        if (directories.Find(call.Agent) is not string path)
        {
            return Refused($"{directories.WhyMissing(call.Agent)}; install the fence agent, or name its directory with --fence-path");
        }

        var reading = await ReadPasswordAsync(call, cancellation);
        return reading.Problem is string problem
            ? Refused(problem)
            : await RunAsync(call, path, FenceInput.Of(call, reading.Password), cancellation);
    }

    private static string? WhyNot(FenceCall call)
    {
        if (!FenceParameter.IsName(call.Agent))
        {
            return "a fence agent's name may have letters, digits, '_' and '-' only";
        }

        var all = FenceInput.Of(call, password: null).Concat(call.Parameters);
        return all.Select(parameter => parameter.Problem).FirstOrDefault(problem => problem is not null);
    }

    private async Task<PasswordReading> ReadPasswordAsync(FenceCall call, CancellationToken cancellation)
    {
        var file = call.Parameters.LastOrDefault(parameter => parameter.Meaning is "password_file").Value;
        return file is null ? new PasswordReading(null, null) : await _passwordFiles.ReadAsync(file, cancellation);
    }

    private async Task<FenceAnswer> RunAsync(
        FenceCall call, string path, IReadOnlyList<FenceParameter> parameters, CancellationToken cancellation)
    {
        var verdict = new FenceVerdict(call, path, new Secrets(parameters));
        var spec = new ProcessSpec
        {
            Path = path,
            Environment = AgentEnvironment,
            StandardInput = FenceInput.TextOf(parameters),
            Deadline = call.Deadline,
            KillGrace = KillGrace,
        };
        try
        {
            var run = runner.RunAsync(spec, started: null, cancellation);
            return verdict.On(await run.WaitAsync(call.Deadline + EndGrace, time, cancellation));
        }
        catch (TimeoutException)
        {
            return verdict.OnNoEnd();
        }
    }

    private static FenceAnswer Refused(string reason) => new(FenceAnswerKind.Failed, reason);
}
