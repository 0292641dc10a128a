using System.Runtime.InteropServices;

namespace Halo.Lab.Watching;

/// <summary>What of Linux' own interface the watching needs, and Linux' numbers for it.</summary>
internal static unsafe partial class Libc
{
    internal const int NetlinkFamily = 16;
    internal const int DatagramCloseOnExec = 0x80002;
    internal const int ConnectorProtocol = 11;
    internal const int SocketLevel = 1;
    internal const int ForceReceiveBuffer = 33;
    internal const short Readable = 0x001;
    internal const short Urgent = 0x002;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(int socket, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    /// <summary><c>struct pollfd</c>.</summary>
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Happened;
    }
}
