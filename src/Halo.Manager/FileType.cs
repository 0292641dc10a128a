using System.Runtime.InteropServices;

namespace Halo.Manager;

/// <summary>What kind of file a path names. .NET does not tell a socket or a device from a file, and opening one to find out may hang.</summary>
internal static partial class FileType
{
    // statx(2) and inode(7).
    private const int StatxBytes = 256;
    private const int StatxModeOffset = 28;
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeOnly = 1;
    private const int TypeMask = 0xF000;
    private const int TypeSocket = 0xC000;
    private const int TypeRegular = 0x8000;

    /// <summary>Whether the path itself, not what a link there leads to, is a socket.</summary>
    public static bool IsSocket(string path) => TypeOf(path, NoFollow) == TypeSocket;

    /// <summary>Whether there is something, at the end of links too, that is no regular file.</summary>
    public static bool IsNoRegularFile(string path) => TypeOf(path, 0) is not (null or TypeRegular);

    private static int? TypeOf(string path, int flags)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        return Statx(CurrentDirectory, path, flags, TypeOnly, status) == 0
            ? BitConverter.ToUInt16(status[StatxModeOffset..]) & TypeMask
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint wanted, Span<byte> status);
}
