using System.Runtime.InteropServices;

namespace Halo.Agents.Processes;

/// <summary>
/// Learns the end of our own children: SIGCHLD wakes it, and it asks about the children it knows and no others. It looks
/// without reaping; the child stays a zombie, which keeps its number (that of its process group and session) from being
/// given to a stranger, until it is released. There is one for the program, because there is one SIGCHLD.
/// </summary>
internal sealed class ChildReaper
{
    // Keeps two lookers from completing the same child, and a new child from being added under a number that is just let go.
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Child> _children = [];

    private ChildReaper() => Registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Look());

    /// <summary>The program's only one.</summary>
    internal static ChildReaper Shared { get; } = new();

    /// <summary>Kept, because the signal is no longer delivered once the registration is collected.</summary>
    internal PosixSignalRegistration Registration { get; }

    /// <summary>A task that completes when the child, just spawned, has ended.</summary>
    internal Task<ProcessEnd> EndOf(int pid)
    {
        var child = new Child();
        lock (_lock)
        {
            _children.Add(pid, child);
            // It may have ended already, and its signal was before we knew it.
            LookAt(pid, child);
        }

        return child.End.Task;
    }

    /// <summary>Lets the number of a child go: at once when it has ended, else as soon as it ends.</summary>
    internal void Release(int pid)
    {
        lock (_lock)
        {
            var child = _children[pid];
            child.Released = true;
            LookAt(pid, child);
        }
    }

    /// <summary>Asks about every child, because one signal may stand for several of them.</summary>
    private void Look()
    {
        lock (_lock)
        {
            foreach ((var pid, var child) in _children)
            {
                LookAt(pid, child);
            }
        }
    }

    /// <summary>Asks about one child. The caller holds the lock.</summary>
    private void LookAt(int pid, Child child)
    {
        if (!child.End.Task.IsCompleted && Ended(pid) is ProcessEnd how)
        {
            child.End.SetResult(how);
        }

        if (child.End.Task.IsCompleted && child.Released)
        {
            Reap(pid);
            _ = _children.Remove(pid);
        }
    }

    private static unsafe ProcessEnd? Ended(int pid)
    {
        Libc.SignalInfo info = default;
        var options = Libc.WaitExited | Libc.WaitNoHang | Libc.WaitNoReap;
        if (Libc.WaitId(Libc.WaitForPid, pid, &info, options) != 0)
        {
            // Something else in this program reaped our child; that is a bug, and the child's status is gone.
            return new ProcessEnd.NotStarted($"the exit status of process {pid} is lost: it was reaped by somebody else");
        }

        return info.Pid == 0 ? null
            : info.Code == Libc.ChildExited ? new ProcessEnd.Exited(info.Status)
            : new ProcessEnd.Signaled(info.Status);
    }

    private static unsafe void Reap(int pid)
    {
        Libc.SignalInfo info = default;
        _ = Libc.WaitId(Libc.WaitForPid, pid, &info, Libc.WaitExited | Libc.WaitNoHang);
    }

    private sealed class Child
    {
        internal TaskCompletionSource<ProcessEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool Released { get; set; }
    }
}
