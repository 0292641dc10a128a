using System.Collections.Immutable;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;

namespace Halo.Engine.Bench;

/// <summary>
/// Failover pairs in which every operation works at once: just enough of a world to bring the engine to where it is to be measured.
/// </summary>
internal sealed class Cluster
{
    private const string Version = "bench";
    private readonly bool[] _runs;
    private readonly int _resourcesPerPair;
    private readonly Queue<EngineInput> _answers = new();
    private long _connection;

    public Cluster(int hosts, int resourcesPerHost)
    {
        Config = Build(hosts, resourcesPerHost);
        State = ClusterState.AtStart(Config, OperatingMode.Manage, Version, "run");
        _resourcesPerPair = 2 * resourcesPerHost;
        _runs = new bool[hosts / 2 * _resourcesPerPair * 2];
    }

    public ClusterConfig Config { get; }

    public ClusterState State { get; private set; }

    public Instant Now { get; set; } = new(1000);

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>How many resources run.</summary>
    public int Running => _runs.Count(runs => runs);

    /// <summary>Feeds one input; what the hosts answer to the actions is fed by <see cref="Settle"/>.</summary>
    public StepResult Feed(EngineInput input)
    {
        Steps++;
        var result = ClusterEngine.Step(Config, State, input with { At = Now });
        State = result.State;
        foreach (var action in result.Actions)
        {
            if (Answer(action) is { } answer)
            {
                _answers.Enqueue(answer);
            }
        }

        return result;
    }

    /// <summary>Feeds answers until there are none.</summary>
    public void Settle()
    {
        while (_answers.TryDequeue(out var answer))
        {
            Feed(answer);
        }
    }

    public void ConnectAll()
    {
        foreach (var host in Config.Hosts)
        {
            Feed(new PathOpened
            {
                Host = host,
                Path = 0,
                Connection = ++_connection,
                SentAt = Now,
                Remote = new RemoteIdentity(Version, "i", "b"),
                LastSession = 0,
            });
        }
    }

    public PathProbed Probe(HostRef host, PathAnswer answer) => new() { Host = host, Path = 0, Answer = answer, SentAt = Now };

    private EngineInput? Answer(ClusterAction action) => action switch
    {
        OpenSession open => new SessionOpened { Host = open.Host, Connection = open.Connection, Session = open.Session },
        RunOperation run => new OperationEnded { Host = run.Host, Operation = run.Operation, Outcome = Run(run) },
        ConfirmIntent intent => new IntentRecorded { Host = intent.Host, Attempt = intent.Attempt },
        _ => null,
    };

    private AgentOutcome Run(RunOperation run)
    {
        ref var runs = ref _runs[(((run.Host.Domain * _resourcesPerPair) + run.Resource) * 2) + run.Host.Host];
        runs = run.Kind switch
        {
            OperationKind.Start => true,
            OperationKind.Stop => false,
            OperationKind.Monitor => runs,
        };
        return new AgentOutcome
        {
            Kind = OutcomeKind.Exited,
            ExitCode = run.Kind == OperationKind.Monitor && !runs ? OcfExitCode.NotRunning : OcfExitCode.Success,
            Sequence = 0,
        };
    }

    private static ClusterConfig Build(int hosts, int resourcesPerHost)
    {
        var kind = new AgentKind("bench", "Thing");
        var groups = new List<GroupDefinition>();
        var resources = new List<ResourceDefinition>();
        for (var h = 0; h < hosts; h++)
        {
            var dependents = Enumerable.Range(1, resourcesPerHost - 1).Select(i => $"ost{h}-{i}").ToImmutableArray();
            resources.Add(new ResourceDefinition(new ResourceConfig { Id = $"pool{h}", Kind = kind }, dependents));
            resources.AddRange(dependents.Select(name => new ResourceDefinition(new ResourceConfig { Id = name, Kind = kind }, [])));
            groups.Add(new GroupDefinition($"pool{h}", $"oss{h}", [$"oss{h ^ 1}"]));
        }

        return ClusterConfig.Create(
            Settings.Default,
            [.. Enumerable.Range(0, hosts).Select(h => new HostConfig { Id = $"oss{h}", Name = $"oss{h}", Addresses = [$"oss{h}"], FenceAgent = "bench" })],
            resources,
            groups);
    }
}
