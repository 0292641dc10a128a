using Halo.Agents.Fencing;
using Halo.Engine.Configuration;
using Halo.Manager.Fencing;
using Halo.Manager.Tests.StateLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Tests;

public sealed class AgentWatchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-agents-");
    private readonly HandClock _clock = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Knows_at_once_which_agents_are_missing_and_where_they_were_looked_for()
    {
        Install("there");

        Assert.Equal(
            [KeyValuePair.Create("nosuch", $"there is no executable fence_nosuch in {_folder.FullName}")], Watch("there", "nosuch", "nosuch", null).Missing);
    }

    [Fact]
    public async Task Notices_an_agent_that_is_installed_later()
    {
        var watch = Watch("late");
        using var stop = new CancellationTokenSource();
        var running = watch.RunAsync(stop.Token);
        Install("late");
        Assert.NotEmpty(watch.Missing);

        await Eventually.IsTrueAsync(() => _clock.Timers > 0);
        _clock.Advance(AgentWatch.LookInterval);

        await Eventually.IsTrueAsync(() => watch.Missing.IsEmpty);
        await stop.CancelAsync();
        await Eventually.EndsAsync(running);
    }

    private AgentWatch Watch(params string?[] agents) => new(
        ClusterConfig.Create(
            Settings.Default,
            [.. agents.Select((agent, i) => new HostConfig { Id = $"oss{i}", Name = $"oss{i}", Addresses = [$"oss{i}"], FenceAgent = agent })],
            [],
            []),
        new FencePath(_folder.FullName),
        _clock,
        NullLogger.Instance);

    private void Install(string agent)
    {
        var path = Path.Combine(_folder.FullName, $"fence_{agent}");
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
