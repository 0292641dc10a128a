using System.Runtime.InteropServices;

namespace Halo.Cli.Terminals;

/// <summary>The three calls of the C library that .NET has no quiet equivalent of.</summary>
internal static partial class LibC
{
    /// <summary>TIOCGWINSZ of ioctl_tty(2).</summary>
    public const ulong GetWindowSize = 0x5413;

    /// <summary>POLLOUT of poll(2): there is room to write.</summary>
    public const short Writable = 0x4;

    /// <summary>POLLERR of poll(2): of a pipe's writing end, nobody reads any more.</summary>
    public const short Error = 0x8;

    /// <summary>POLLNVAL of poll(2): the descriptor is not open.</summary>
    public const short NotOpen = 0x20;

    /// <summary>EINTR of errno(3).</summary>
    public const int Interrupted = 4;

    /// <summary>EAGAIN of errno(3).</summary>
    public const int TryAgain = 11;

    /// <summary>EPIPE of errno(3).</summary>
    public const int BrokenPipe = 32;

    /// <summary>write(2): the number of bytes written, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);

    /// <summary>What happened of that which was asked for, or an error of the descriptor; 0 where nothing did in time.</summary>
    public static short Poll(int descriptor, short wanted, int timeoutMilliseconds)
    {
        var polled = new PollDescriptor { Descriptor = descriptor, Wanted = wanted };
        return Poll(ref polled, count: 1, timeoutMilliseconds) > 0 ? polled.Happened : (short)0;
    }

    /// <summary>ioctl(2) with TIOCGWINSZ: 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int IoControl(int descriptor, ulong request, out TerminalSize size);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, ulong count, int timeoutMilliseconds);

    /// <summary><c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TerminalSize
    {
        /// <summary>Height in characters.</summary>
        public ushort Rows;

        /// <summary>Width in characters.</summary>
        public ushort Columns;

        /// <summary>Not used by Linux.</summary>
        public ushort PixelsAcross;

        /// <summary>Not used by Linux.</summary>
        public ushort PixelsDown;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
