using System.Runtime.InteropServices;

namespace Halo.Agents.Processes;

/// <summary>The C library's calls for child processes, and Linux' numbers for them (x86-64 and arm64).</summary>
internal static unsafe partial class Libc
{
    internal const int SigTerm = 15;
    internal const int SigKill = 9;

    internal const int OpenCloseOnExec = 0x80000;
    internal const int SetDescriptorFlags = 2;
    internal const int CloseOnExec = 1;
    internal const int SetStatusFlags = 4;
    internal const int NonBlocking = 0x800;
    internal const int SetPipeSize = 1031;
    internal const int Existence = 0;
    internal const int ExecuteAccess = 1;

    internal const short SpawnSetSignalDefaults = 0x04;
    internal const short SpawnSetSignalMask = 0x08;
    internal const short SpawnSetSession = 0x80;

    /// <summary>More than glibc's and musl's <c>posix_spawnattr_t</c>, <c>_file_actions_t</c> or <c>sigset_t</c> take.</summary>
    internal const int OpaqueBytes = 512;

    internal const int WaitForPid = 1;
    internal const int WaitNoHang = 0x1;
    internal const int WaitExited = 0x4;
    internal const int WaitNoReap = 0x1000000;

    internal const int ChildExited = 1;

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    internal static partial int Control(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "read")]
    internal static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitId(int idType, int id, SignalInfo* info, int options);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    internal static partial int FillSignalSet(void* set);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    internal static partial int EmptySignalSet(void* set);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int Spawn(
        int* pid, byte* path, void* fileActions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroyAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SetSignalDefaults(void* attributes, void* set);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SetSignalMask(void* attributes, void* set);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int InitFileActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int DestroyFileActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int AddDuplicate(void* actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddOpen(void* actions, int target, string path, int flags, uint mode);

    /// <summary>The part of Linux' <c>siginfo_t</c> (128 bytes, 64-bit) that <c>waitid</c> fills.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct SignalInfo
    {
        /// <summary>CLD_EXITED, CLD_KILLED or CLD_DUMPED.</summary>
        [FieldOffset(8)]
        internal int Code;

        /// <summary>The child, or 0 when none has ended.</summary>
        [FieldOffset(16)]
        internal int Pid;

        /// <summary>The exit code or the signal's number.</summary>
        [FieldOffset(24)]
        internal int Status;
    }
}
