using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Halo.Manager;

/// <summary>What statx(2) says of a file; .NET tells neither its type nor which one it is.</summary>
/// <param name="Type">The bits of its mode that say what it is; see inode(7).</param>
/// <param name="Device">The file system that it is on.</param>
/// <param name="Inode">Its number there: a file that takes its place has another one.</param>
/// <param name="Length">In bytes.</param>
internal readonly partial record struct FileStatus(int Type, long Device, long Inode, long Length)
{
    private const int Bytes = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int LengthOffset = 40;
    private const int DeviceOffset = 136;
    private const int TypeMask = 0xF000;
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int TheHandleItself = 0x1000;
    private const uint BasicFields = 0x7ff;

    /// <summary>The file that a path names, or the one that a link there leads to; null where there is none.</summary>
    public static FileStatus? Of(string path, bool followLinks)
    {
        Span<byte> status = stackalloc byte[Bytes];
        return Statx(CurrentDirectory, path, followLinks ? 0 : NoFollow, BasicFields, status) == 0 ? Read(status) : null;
    }

    /// <summary>An open file.</summary>
    public static FileStatus Of(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[Bytes];
        return Statx(file, "", TheHandleItself, BasicFields, status) == 0
            ? Read(status)
            : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    private static FileStatus Read(ReadOnlySpan<byte> status) => new(
        BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask,
        BitConverter.ToInt64(status[DeviceOffset..]),
        BitConverter.ToInt64(status[InodeOffset..]),
        BitConverter.ToInt64(status[LengthOffset..]));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint wanted, Span<byte> status);
}
