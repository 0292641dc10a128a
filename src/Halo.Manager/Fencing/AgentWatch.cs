using Halo.Agents.Fencing;
using Halo.Engine.Configuration;

namespace Halo.Manager.Fencing;

/// <summary>
/// Which fence agents of the configuration are not installed, so that this is told before one of them is needed. Each is looked up once in
/// a while, however many hosts have it, and whoever asks gets what the last look found.
/// </summary>
internal sealed class AgentWatch
{
    /// <summary>How often is looked.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly ImmutableArray<string> _agents;
    private readonly FencePath _directories;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private ImmutableSortedDictionary<string, string> _missing;

    /// <summary>Looks at once; what is missing by then was told with the configuration's warnings.</summary>
    public AgentWatch(ClusterConfig config, FencePath directories, TimeProvider clock, ILogger log)
    {
        _agents = [.. config.Hosts.Select(host => config[host].FenceAgent).OfType<string>().Distinct(StringComparer.Ordinal)];
        _directories = directories;
        _clock = clock;
        _log = log;
        _missing = Look();
    }

    /// <summary>The agents that are missing, each with a clause that says where it was looked for.</summary>
    public ImmutableSortedDictionary<string, string> Missing => Volatile.Read(ref _missing);

    /// <summary>Looks until it is cancelled, and tells what has changed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LookInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                var before = Missing;
                Volatile.Write(ref _missing, Look());
                Tell(before, Missing);
            }
        }
        catch (OperationCanceledException)
        {
            // The manager ends.
        }
    }

    private ImmutableSortedDictionary<string, string> Look() => _agents
        .Select(agent => (Name: agent, Why: _directories.WhyMissing(agent)))
        .Where(agent => agent.Why is not null)
        .ToImmutableSortedDictionary(agent => agent.Name, agent => agent.Why!, StringComparer.Ordinal);

    private void Tell(ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> now)
    {
        foreach (var (_, why) in now.Where(agent => !before.ContainsKey(agent.Key)))
        {
            Log.FenceAgentMissing(_log, why);
        }

        foreach (var agent in before.Keys.Where(agent => !now.ContainsKey(agent)))
        {
            Log.FenceAgentFound(_log, agent);
        }
    }
}
