using System.Globalization;

namespace Halo.Agents.Processes;

/// <summary>
/// Holds the reading ends of a child's output pipes open beside us, so that the child can go on writing (up to the pipes'
/// size) when this program dies. It is a <c>sleep</c> that has them as its descriptors and does not outlive the child's
/// deadline. The child itself could not hold them: tools such as lvm complain about descriptors that they do not know.
/// </summary>
internal sealed class PipeKeeper : IDisposable
{
    private const string SleepProgram = "/bin/sleep";

    private readonly int _pid;

    private PipeKeeper(int pid)
    {
        _pid = pid;
        _ = ChildReaper.Shared.EndOf(pid);
    }

    /// <summary>Starts one; null when it cannot be started, which costs only the protection it gives.</summary>
    internal static PipeKeeper? Start(
        Pipe output, Pipe error, TimeSpan lifetime, IReadOnlyDictionary<string, string> environment)
    {
        output.Widen();
        error.Widen();
        var seconds = Math.Ceiling(lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        (var pid, var _) = Spawner.Spawn(
            SleepProgram,
            [seconds],
            environment,
            standardInput: null,
            output.ReadEnd,
            error.ReadEnd);
        return pid == 0 ? null : new PipeKeeper(pid);
    }

    public void Dispose()
    {
        _ = Libc.Kill(_pid, Libc.SigKill);
        ChildReaper.Shared.Release(_pid);
    }
}
