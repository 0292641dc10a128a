using System.Runtime.InteropServices;

namespace Halo.Manager.Startup;

/// <summary>
/// What nobody else may do with the files that this process makes (umask(2)): the socket, the id and the log must not be open
/// to others, not even for the moment between making and closing them.
/// </summary>
internal static partial class FileCreationMask
{
    private const uint NothingForOthers = 0x3F; // 0077

    /// <summary>From now on every file and folder that this process makes is its owner's alone.</summary>
    public static void OwnerOnly() => _ = Umask(NothingForOthers);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
