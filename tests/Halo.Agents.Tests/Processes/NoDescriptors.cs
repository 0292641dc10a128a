using System.Runtime.InteropServices;

namespace Halo.Agents.Tests.Processes;

/// <summary>While it lives, nothing in this process gets a new descriptor (EMFILE). Those that are open stay so.</summary>
internal sealed partial class NoDescriptors : IDisposable
{
    private const int Descriptors = 7;

    private readonly Limit _before;

    internal NoDescriptors()
    {
        Assert.Equal(0, GetLimit(Descriptors, out _before));
        Assert.Equal(0, SetLimit(Descriptors, new Limit { Soft = 0, Hard = _before.Hard }));
    }

    public void Dispose() => SetLimit(Descriptors, _before);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        internal nuint Soft;
        internal nuint Hard;
    }
}
