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

    [Fact]
    public async Task An_agent_that_could_not_be_asked_for_lack_of_something_is_asked_again_after_a_minute()
    {
        var agent = new OcfAgent(Agent("10s"), "test", "Agent");
        var time = new SettableTime();
        var cache = NewCache(new TimeThatFailsOnce(), time);
        var failed = await cache.OfAsync(agent);
        time.Skip(TimeSpan.FromSeconds(61));

        Assert.Equal(AgentTimeouts.None, failed);
        Assert.Equal(TimeSpan.FromSeconds(10), (await cache.OfAsync(agent)).Start);
    }

    private string Agent(string timeout) => _root.Write("resource.d/test/Agent", $"""
        #!/bin/bash
        [ $1 = meta-data ] || exit 1
        echo >> {_root.Folder}/calls
        echo "<actions><action name='start' timeout='{timeout}'/></actions>"
        """);

    private AgentTimeoutCache NewCache(TimeProvider? runnersTime = null, TimeProvider? time = null) => new(
        new ProcessRunner(runnersTime ?? TimeProvider.System, new ProcessTable()),
        new OcfEnvironment(_root.Folder, "here", new Dictionary<string, string>()),
        time ?? TimeProvider.System);

    /// <summary>A clock that can be set forward.</summary>
    private sealed class SettableTime : TimeProvider
    {
        private long _skipped;

        public override long GetTimestamp() => base.GetTimestamp() + _skipped;

        internal void Skip(TimeSpan time) => _skipped += (long)(time.TotalSeconds * TimestampFrequency);
    }

    /// <summary>Makes the first run throw: the clock is what a test can reach of it.</summary>
    private sealed class TimeThatFailsOnce : TimeProvider
    {
        private bool _failed;

        public override long GetTimestamp()
        {
            if (_failed)
            {
                return base.GetTimestamp();
            }

            _failed = true;
            throw new IOException("too many open files");
        }
    }
}
