using System.Reflection;
using System.Runtime.Loader;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Processes;

public sealed class SpawnerTests
{
    private const int TooManyOpenFiles = 24;

    [Fact]
    public async Task A_first_spawn_without_descriptors_fails_and_does_not_spoil_the_next()
    {
        // Another copy of the code, whose first spawn this is.
        var context = new AssemblyLoadContext(nameof(SpawnerTests), isCollectible: true);
        var spawner = context.LoadFromAssemblyPath(typeof(ProcessRunner).Assembly.Location).GetType(typeof(Spawner).FullName!)!;
        (int Pid, int Error) Spawn() => ((int, int))spawner
            .GetMethod("Spawn", BindingFlags.Static | BindingFlags.NonPublic)!
            .Invoke(null, ["/bin/true", Array.Empty<string>(), new Dictionary<string, string>(StringComparer.Ordinal), null, 1, 2])!;

        (int Pid, int Error) without;
        using (new NoDescriptors())
        {
            without = Spawn();
        }

        var (pid, error) = Spawn();

        Assert.Equal((0, TooManyOpenFiles), without);
        Assert.Equal(0, error);
        Assert.Equal(new ProcessEnd.Exited(0), await ChildReaper.Shared.EndOf(pid));
        ChildReaper.Shared.Release(pid);
        context.Unload();
    }
}
