using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Halo.Agents.Processes;

/// <summary>Both ends of a pipe, closed on exec. The end that a child gets is duplicated onto its descriptor at spawn.</summary>
internal sealed class Pipe : IDisposable
{
    private readonly SafePipeHandle _read;
    private readonly SafePipeHandle _write;

    private unsafe Pipe()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.OpenCloseOnExec) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        _read = new SafePipeHandle(ends[0], ownsHandle: true);
        _write = new SafePipeHandle(ends[1], ownsHandle: true);
    }

    /// <summary>The reading end's descriptor, while it is open.</summary>
    internal int ReadEnd => (int)_read.DangerousGetHandle();

    /// <summary>The writing end's descriptor, while it is open.</summary>
    internal int WriteEnd => (int)_write.DangerousGetHandle();

    /// <summary>Makes a pipe.</summary>
    /// <exception cref="Win32Exception">The process has no descriptors left.</exception>
    internal static Pipe Create() => new();

    /// <summary>Lets a writer go on for a while when nobody reads. As much as the system allows; not more is no failure.</summary>
    internal void Widen() => _ = Libc.Control(WriteEnd, Libc.SetPipeSize, 1024 * 1024);

    /// <summary>Closes our copy of the writing end, and reads the other one. Reads wait in epoll, not in a thread.</summary>
    internal AnonymousPipeClientStream Reader()
    {
        _write.Dispose();
        return new AnonymousPipeClientStream(PipeDirection.In, _read);
    }

    /// <summary>Closes our copy of the reading end, and writes into the other one.</summary>
    internal AnonymousPipeClientStream Writer()
    {
        _read.Dispose();
        return new AnonymousPipeClientStream(PipeDirection.Out, _write);
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }
}
