namespace Halo.Manager;

/// <summary>What kind of file a path names. .NET does not tell a socket or a device from a file, and opening one to find out may hang.</summary>
internal static class FileType
{
    // inode(7).
    private const int TypeSocket = 0xC000;
    private const int TypeRegular = 0x8000;

    /// <summary>Whether the path itself, not what a link there leads to, is a socket.</summary>
    public static bool IsSocket(string path) => FileStatus.Of(path, followLinks: false)?.Type == TypeSocket;

    /// <summary>Whether there is something, at the end of links too, that is no regular file.</summary>
    public static bool IsNoRegularFile(string path) => FileStatus.Of(path, followLinks: true)?.Type is not (null or TypeRegular);
}
