namespace Halo.Agents.Processes;

/// <summary>The machine's processes. An interface because a process that cannot be killed cannot be made for a test.</summary>
public interface IProcessTable
{
    /// <summary>Every living process.</summary>
    IReadOnlyList<ProcessEntry> All();

    /// <summary>Whether the process was started with this <c>NAME=value</c>; false where that may not be read.</summary>
    bool WasStartedWith(int pid, string variable);

    /// <summary>The kernel function in which the process sleeps (<c>/proc/PID/wchan</c>), or empty.</summary>
    string WaitChannel(int pid);

    /// <summary>The process' kernel stack (<c>/proc/PID/stack</c>, for root only), bounded, or empty.</summary>
    string KernelStack(int pid);

    /// <summary>Sends a signal to every process group of a session; groups that are gone are no failure.</summary>
    void SignalSession(int session, int signal);
}

/// <summary>What follows from the table.</summary>
public static class ProcessTableExtensions
{
    /// <summary>The living members of a session.</summary>
    public static IReadOnlyList<ProcessEntry> InSession(this IProcessTable table, int session) =>
        [.. table.All().Where(process => process.Session == session || process.Group == session)];
}
