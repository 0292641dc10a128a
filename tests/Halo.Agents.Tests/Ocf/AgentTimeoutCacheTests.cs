using Halo.Agents.Ocf;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Ocf;

public sealed class AgentTimeoutCacheTests : IDisposable
{
    private readonly Scripts _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Asks_once_for_each_version_of_the_script()
    {
        var agent = new OcfAgent(Agent("10s"), "test", "Agent");
        var cache = NewCache();
        _ = await Task.WhenAll(cache.OfAsync(agent), cache.OfAsync(agent));
        var calls = File.ReadAllLines($"{_root.Folder}/calls").Length;
        _ = Agent("20s");
        File.SetLastWriteTimeUtc(agent.Path, DateTime.UnixEpoch);
        var renewed = await cache.OfAsync(agent);

        Assert.Equal(1, calls);
        Assert.Equal(TimeSpan.FromSeconds(20), renewed.Start);
    }

    [Fact]
    public async Task An_agent_without_metadata_advertises_nothing()
    {
        var path = _root.Write("resource.d/test/Agent", "#!/bin/bash\nexit 3\n");

        Assert.Equal(AgentTimeouts.None, await NewCache().OfAsync(new OcfAgent(path, "test", "Agent")));
    }

    private string Agent(string timeout) => _root.Write("resource.d/test/Agent", $"""
        #!/bin/bash
        [ $1 = meta-data ] || exit 1
        echo >> {_root.Folder}/calls
        echo "<actions><action name='start' timeout='{timeout}'/></actions>"
        """);

    private AgentTimeoutCache NewCache() => new(
        new ProcessRunner(TimeProvider.System, new ProcessTable()),
        new OcfEnvironment(_root.Folder, "here", new Dictionary<string, string>()),
        TimeProvider.System);
}
