using System.Runtime.InteropServices;

namespace Halo.Agents.Processes;

/// <summary>A null-terminated array of C strings in native memory, as <c>argv</c> and <c>envp</c> are.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    internal NativeStrings(IReadOnlyCollection<string> texts)
    {
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        foreach (var text in texts)
        {
            Pointer[_count++] = (byte*)Marshal.StringToCoTaskMemUTF8(text);
        }
    }

    internal byte** Pointer { get; private set; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem((nint)Pointer[i]);
        }

        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}
