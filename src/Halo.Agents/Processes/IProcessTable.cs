namespace Halo.Agents.Processes;

/// <summary>
/// The machine's processes. An interface because a process that cannot be killed cannot be made for a test. That a process is
/// gone and that nothing can be learned now (no descriptor or memory is left) are different answers: the second is null.
/// </summary>
public interface IProcessTable
{
    /// <summary>Every living process; null when that cannot be learned now.</summary>
    IReadOnlyList<ProcessEntry>? All();

    /// <summary>Whether the process was started with this <c>NAME=value</c>; null when that cannot be learned now.</summary>
    StartMark? WasStartedWith(int pid, string variable);

    /// <summary>The program's name and arguments; empty when the process is gone or has none; null when that cannot be learned now.</summary>
    IReadOnlyList<string>? CommandLine(int pid);

    /// <summary>
    /// The variables with which the process was started; empty when it is gone or another user's; null when that cannot be
    /// learned now.
    /// </summary>
    IReadOnlyDictionary<string, string>? Variables(int pid);

    /// <summary>The kernel function in which the process sleeps (<c>/proc/PID/wchan</c>), or empty.</summary>
    string WaitChannel(int pid);

    /// <summary>The process' kernel stack (<c>/proc/PID/stack</c>, for root only), bounded, or empty.</summary>
    string KernelStack(int pid);

    /// <summary>Sends a signal to every process group of a session; groups that are gone are no failure.</summary>
    /// <returns>Whether all groups are known; else only that of the session's leader has got the signal.</returns>
    bool SignalSession(int session, int signal);
}

/// <summary>Whether a process was started with a variable.</summary>
public enum StartMark
{
    /// <summary>It was not, or it is gone.</summary>
    Absent,

    /// <summary>It was.</summary>
    Present,

    /// <summary>This program may not read it: the process is another user's.</summary>
    Hidden,
}
