using System.Globalization;
using System.Runtime.InteropServices;

namespace Halo.Agents.Processes;

/// <summary>
/// Starts a program by <c>posix_spawn</c> in a session of its own (so that one signal reaches all that it starts), with
/// every signal at its default and none blocked. Half the cost of <see cref="System.Diagnostics.Process"/>, whose children
/// also inherit an ignored SIGPIPE.
/// </summary>
internal static unsafe class Spawner
{
    private const int NoSuchFile = 2;

    // Only ever set, by whoever was first: doing it twice does no harm.
    private static volatile bool _inheritedAreKept;

    /// <summary>Starts a program with these three descriptors.</summary>
    /// <param name="path">The program's absolute path.</param>
    /// <param name="arguments">Its arguments, without its own name.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="standardInput">The descriptor for its standard input; null is <c>/dev/null</c>.</param>
    /// <param name="standardOutput">The descriptor for its standard output.</param>
    /// <param name="standardError">The descriptor for its standard error.</param>
    /// <returns>The process id; or 0 and the error number.</returns>
    internal static (int Pid, int Error) Spawn(
        string path,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        int? standardInput,
        int standardOutput,
        int standardError)
    {
        if (!_inheritedAreKept && KeepInheritedDescriptors() is var fault and not 0)
        {
            return (0, fault);
        }

        using var argv = new NativeStrings([path, .. arguments]);
        using var envp = new NativeStrings([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        var actions = stackalloc byte[Libc.OpaqueBytes];
        var attributes = stackalloc byte[Libc.OpaqueBytes];
        _ = Libc.InitFileActions(actions);
        _ = Libc.InitAttributes(attributes);
        try
        {
            SetDescriptors(actions, standardInput, standardOutput, standardError);
            SetSessionAndSignals(attributes);
            var pid = 0;
            var error = Libc.Spawn(&pid, argv.Pointer[0], actions, attributes, argv.Pointer, envp.Pointer);
            return error == 0 ? (pid, 0) : (0, error);
        }
        finally
        {
            _ = Libc.DestroyFileActions(actions);
            _ = Libc.DestroyAttributes(attributes);
        }
    }

    /// <summary>What an error number means, as the system's own text.</summary>
    internal static string Explain(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>
    /// Everything that this program opens is closed on exec. What it was itself started with is not, and agents' tools
    /// (lvm) complain about descriptors that they do not know. Without a descriptor left this fails, with the error number,
    /// and the next spawn tries again.
    /// </summary>
    private static int KeepInheritedDescriptors()
    {
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
            {
                if (int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture) is > 2 and int descriptor)
                {
                    _ = Libc.Control(descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExec);
                }
            }
        }
        catch (IOException failure)
        {
            // .NET passes the system's error number on, but for a missing file it has one of its own.
            return failure is DirectoryNotFoundException ? NoSuchFile : failure.HResult;
        }

        _inheritedAreKept = true;
        return 0;
    }

    private static void SetDescriptors(byte* actions, int? standardInput, int standardOutput, int standardError)
    {
        _ = standardInput is int input
            ? Libc.AddDuplicate(actions, input, 0)
            : Libc.AddOpen(actions, 0, "/dev/null", flags: 0, mode: 0);
        _ = Libc.AddDuplicate(actions, standardOutput, 1);
        _ = Libc.AddDuplicate(actions, standardError, 2);
    }

    private static void SetSessionAndSignals(byte* attributes)
    {
        var signals = stackalloc byte[Libc.OpaqueBytes];
        _ = Libc.FillSignalSet(signals);
        _ = Libc.SetSignalDefaults(attributes, signals);
        _ = Libc.EmptySignalSet(signals);
        _ = Libc.SetSignalMask(attributes, signals);
        _ = Libc.SetFlags(
            attributes,
            Libc.SpawnSetSession | Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask);
    }
}
