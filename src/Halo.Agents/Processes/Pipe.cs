using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Halo.Agents.Processes;

/// <summary>Both ends of a pipe, closed on exec. The end that a child gets is duplicated onto its descriptor at spawn.</summary>
internal sealed class Pipe : IDisposable
{
    private const int MaximumSize = 1024 * 1024;

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
    internal void Widen() => _ = Libc.Control(WriteEnd, Libc.SetPipeSize, MaximumSize);

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

    /// <summary>
    /// Reads what is in the pipe now, without waiting for more. What a process wrote before it ended is all there. Of a writer
    /// that goes on for ever, no more than a pipe holds.
    /// </summary>
    internal static unsafe void Drain(AnonymousPipeClientStream reader, OutputCapture capture)
    {
        var descriptor = (int)reader.SafePipeHandle.DangerousGetHandle();
        _ = Libc.Control(descriptor, Libc.SetStatusFlags, Libc.NonBlocking);
        var buffer = stackalloc byte[4096];
        nint count;
        for (var left = MaximumSize; left > 0 && (count = Libc.Read(descriptor, buffer, 4096)) > 0; left -= (int)count)
        {
            capture.Append(new ReadOnlySpan<byte>(buffer, (int)count));
        }
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }
}
