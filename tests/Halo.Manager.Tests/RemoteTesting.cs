using Halo.Engine;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

/// <summary>Settings with which the tests need not wait long.</summary>
internal static class RemoteTesting
{
    public static RemoteSettings Settings { get; } = new()
    {
        DefaultPort = 8000,
        ProbeInterval = TimeSpan.FromMilliseconds(500),
        Clock = TimeProvider.System,
        Now = () => new Instant(Environment.TickCount64),
        ManagerId = "m1",
        ManagerName = "test",
    };
}
