using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Halo.Engine.StateLog;
using Microsoft.Win32.SafeHandles;

namespace Halo.Manager.StateLog;

/// <summary>A file that only grows.</summary>
internal interface IAppendFile
{
    /// <summary>
    /// Appends whole lines and returns when they are on disk. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> where that cannot be done; how much was written then is not known.
    /// </summary>
    /// <param name="lines">The lines; none where the file is only to be looked at.</param>
    /// <param name="anew">
    /// What to write before them where the file has not what was written to it before: called with what happened to it, in one clause.
    /// </param>
    void Append(ReadOnlySpan<byte> lines, Func<string, byte[]> anew);
}

/// <summary>
/// A file that only grows, on disk. It is opened anew for every append, which costs nothing beside the wait for the disk: there is
/// no state to mend after a failure, and a file that was moved away or shortened is not written to unseen.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="left">The file as it was read; null where there was none, or nobody has read it.</param>
internal sealed partial class AppendFile(string path, FileStatus? left = null) : IAppendFile
{
    // open(2); the same on all architectures for which .NET is built.
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int AtTheEnd = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int OwnerOnly = 0x180; // 0600

    private static readonly byte[] TornEnd = Encoding.UTF8.GetBytes(LogLine.TornEnd);

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;

    // The file after the last append that worked; it may have grown since, as it does when an append fails half way.
    private FileStatus? _left = left;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> lines, Func<string, byte[]> anew)
    {
        Directory.CreateDirectory(_folder);
        using var file = Open(path, ReadWrite | Create | AtTheEnd | CloseOnExec);
        var found = FileStatus.Of(file);
        var length = found.Length;
        ReadOnlySpan<byte> tornEnd = EndsInTheMiddle(file, length) ? TornEnd : [];
        byte[] bytes = [.. tornEnd, .. WhatHappened(found) is { } happened ? anew(happened) : [], .. lines];
        if (bytes.Length > 0)
        {
            // Where it is written does not matter: a file that is opened for appending grows at its end (pwrite(2)).
            RandomAccess.Write(file, bytes, length);
            RandomAccess.FlushToDisk(file);
        }

        if (length == 0)
        {
            SyncFolder();
        }

        _left = found with { Length = length + bytes.Length };
    }

    /// <summary>What happened to the file since it was left; null where it has all that was written to it.</summary>
    private string? WhatHappened(FileStatus found) => _left switch
    {
        { } left when (left.Device, left.Inode) != (found.Device, found.Inode) => found.Length == 0
            ? "the file was moved away or deleted"
            : "another file was put in its place",
        { } left when left.Length > found.Length =>
            string.Create(CultureInfo.InvariantCulture, $"the file was shortened from {left.Length} bytes to {found.Length}"),
        _ => null,
    };

    /// <summary>Whether the last line has no end: the power went, or the disk was full, while it was written.</summary>
    private static bool EndsInTheMiddle(SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        return length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != (byte)'\n';
    }

    /// <summary>A new file's name is on disk only when its folder is (fsync(2)).</summary>
    private void SyncFolder()
    {
        using var folder = Open(_folder, CloseOnExec);
        RandomAccess.FlushToDisk(folder);
    }

    private static SafeFileHandle Open(string name, int flags)
    {
        var handle = OpenFile(name, flags, OwnerOnly);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var why = Marshal.GetLastPInvokeErrorMessage();
        handle.Dispose();
        throw new IOException($"{why}: {name}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenFile(string name, int flags, uint mode);
}
