using System.Collections.Concurrent;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.Rules;
using Halo.Engine.State;
using Halo.Engine.StateLog;
using Halo.Manager.Loop;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

/// <summary>Stands where the loop and the engine are: a test says what becomes of every input.</summary>
internal sealed class HandMadeSnapshots : IEngineInputs, ISnapshots
{
    private readonly SnapshotSignal _signal = new();
    private int _looks;

    /// <summary>Two pairs: oss00 and oss01 with the groups pool0 (and ost0) and pool1, mds00 and mds01 with mdt.</summary>
    public static ClusterConfig Config { get; } = ClusterConfig.Create(
        Settings.Default,
        [Host("oss00"), Host("oss01"), Host("mds00"), Host("mds01")],
        [
            new ResourceDefinition(Resource("pool0"), ["ost0"]),
            new ResourceDefinition(Resource("ost0"), []),
            new ResourceDefinition(Resource("pool1"), []),
            new ResourceDefinition(Resource("mdt"), []),
        ],
        [
            new GroupDefinition("pool0", "oss00", ["oss01"]),
            new GroupDefinition("pool1", "oss01", ["oss00"]),
            new GroupDefinition("mdt", "mds00", ["mds01"]),
        ]);

    public ClusterSnapshot Snapshot { get; private set; } = new()
    {
        Config = Config,
        State = ClusterState.AtStart(Config, OperatingMode.Manage, "1", "run"),
    };

    public Task NextSnapshot
    {
        get
        {
            Interlocked.Increment(ref _looks);
            return _signal.Next;
        }
    }

    /// <summary>How often somebody began to wait for the next snapshot.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public ClusterState State => Snapshot.State;

    /// <summary>What was told, in order.</summary>
    public ConcurrentQueue<EngineInput> Told { get; } = new();

    /// <summary>What becomes of an input at once; nothing where a test wants a loop that hangs.</summary>
    public Action<HandMadeSnapshots, EngineInput> OnInput { get; set; } = (snapshots, input) =>
    {
        if (input is AdministratorAsked)
        {
            snapshots.Put(Taken(input));
        }
    };

    /// <summary>A request as the engine keeps it first.</summary>
    public static RequestState Taken(EngineInput input) => new() { Asked = (AdministratorAsked)input, TakenAt = default };

    public ValueTask TellAsync(EngineInput input)
    {
        Told.Enqueue(input);
        OnInput(this, input);
        return ValueTask.CompletedTask;
    }

    /// <summary>Publishes a request, in place of the one with its id.</summary>
    public void Put(RequestState request) => Change(request.Asked.DomainIndex, domain => domain with
    {
        Requests = [.. domain.Requests.Where(r => r.Asked.Request != request.Asked.Request), request],
    });

    /// <summary>Publishes how the request about an object ended.</summary>
    public void End(string id, RequestStage stage, string text, RuleId? rule = null, string wayOut = "")
    {
        var request = State.Domains.SelectMany(domain => domain.Requests).Single(r => r.Asked.Request == id);
        Put(request with { Stage = stage, Text = text, Rule = rule, WayOut = wayOut });
    }

    /// <summary>Publishes a changed domain.</summary>
    public void Change(int domain, Func<DomainState, DomainState> change) =>
        Publish(Snapshot with { State = State with { Domains = State.Domains.SetItem(domain, change(State.Domains[domain])) } });

    /// <summary>Publishes an event.</summary>
    public void Happen(EventKind kind, string name, string by = Mark.Halo) => Publish(Snapshot with
    {
        History = Snapshot.History.Add(LogLine.Of(new ClusterEvent(kind, name, "") { By = by }, "1970-01-01T00:00:00.000000Z")),
    });

    /// <summary>Publishes a snapshot.</summary>
    public void Publish(ClusterSnapshot snapshot)
    {
        Snapshot = snapshot;
        _signal.Tell();
    }

    private static HostConfig Host(string name) => new() { Id = name, Name = name, Addresses = [name, $"{name}-ib"] };

    private static ResourceConfig Resource(string name) => new() { Id = name, Kind = new AgentKind("test", "Thing") };
}
