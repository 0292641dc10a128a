using Halo.Engine;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Engine.StateLog;
using Halo.Manager.Loop;
using Halo.Manager.StateLog;
using Halo.Manager.Status;
using Halo.Protocol.Cli;

namespace Halo.Manager.Tests;

public sealed class StatusReportTests
{
    private static readonly ClusterConfig Config = ClusterConfig.Create(
        Settings.Default,
        [Host("oss00"), Host("oss01")],
        [
            new ResourceDefinition(Resource("pool0"), ["ost0"]),
            new ResourceDefinition(Resource("ost0"), []),
        ],
        [new GroupDefinition("pool0", "oss00", ["oss01"])]);

    private const int Pool = 0;
    private const int Home = 0;
    private const int Partner = 1;
    private ClusterState _state = ClusterState.AtStart(Config, OperatingMode.Manage, "1", "run");

    [Fact]
    public void Says_Running_of_a_resource_at_home()
    {
        Know(Pool, Home, Knowledge.Running());
        Know(Pool, Partner, Knowledge.Stopped(StopProof.TwoMonitors));

        Assert.Equal("Running", StatusOf("pool0").State);
        Assert.Equal(["oss00"], StatusOf("pool0").RunningOn);
    }

    [Fact]
    public void Says_Failed_Over_of_a_resource_that_runs_elsewhere()
    {
        Know(Pool, Home, Knowledge.Stopped(StopProof.TwoMonitors));
        Know(Pool, Partner, Knowledge.Running());

        Assert.Equal("Running (Failed Over)", StatusOf("pool0").State);
        Assert.Equal(["oss01"], StatusOf("pool0").RunningOn);
    }

    [Fact]
    public void Says_Stopped_only_when_that_is_proven_everywhere()
    {
        Know(Pool, Home, Knowledge.Stopped(StopProof.TwoMonitors));
        Know(Pool, Partner, Knowledge.Unknown("no answer"));

        Assert.Equal("Unknown", StatusOf("pool0").State);
        Assert.Equal("oss01: not contacted yet", StatusOf("pool0").Comment);

        Know(Pool, Partner, Knowledge.Stopped(StopProof.TwoMonitors));

        Assert.Equal("Stopped", StatusOf("pool0").State);
    }

    [Fact]
    public void Says_Error_with_the_host_and_the_agents_own_reason()
    {
        Know(Pool, Home, Knowledge.Error("pool is faulted"));
        Know(Pool, Partner, Knowledge.Stopped(StopProof.TwoMonitors));

        Assert.Equal("Error", StatusOf("pool0").State);
        Assert.Equal("oss00: pool is faulted", StatusOf("pool0").Comment);
    }

    [Fact]
    public void Says_Error_of_a_resource_in_conflict_and_names_the_conflict()
    {
        Know(Pool, Home, Knowledge.Running());
        Know(Pool, Partner, Knowledge.Running());
        Change(domain => domain with { Groups = [domain.Groups[0] with { Conflict = "it runs twice" }] });

        Assert.Equal("Error", StatusOf("pool0").State);
        Assert.Equal("it runs twice", StatusOf("pool0").Comment);
    }

    [Fact]
    public void Shows_parents_before_their_dependents() =>
        Assert.Equal(["pool0", "ost0"], Report().Resources.Select(resource => resource.Id));

    [Fact]
    public void Says_why_a_host_is_not_connected() =>
        Assert.Equal("not contacted yet", Report().Hosts[0].Comment);

    [Fact]
    public void Shows_events_in_the_words_of_the_state_log()
    {
        var line = LogLine.Of(new ClusterEvent(EventKind.ConflictOver, "pool0", "") { By = "root" }, "2026-04-15T15:40:45.186271Z");
        var shown = StatusReport.Of(Snapshot() with { History = EventHistory.Empty.Add(line) }).Events[0];

        Assert.Equal("2026-04-15T15:40:45.186271Z", shown.Timestamp);
        Assert.Equal(("conflict-over", "pool0", "root"), (shown.Event, shown.Object, shown.By));
        Assert.Null(shown.Comment);
    }

    [Fact]
    public void Says_that_the_state_log_is_not_written() =>
        Assert.Equal("it is full", StatusReport.Of(Snapshot() with { LogTrouble = "it is full" }).LogTrouble);

    [Fact]
    public void Says_what_an_unmanaged_group_waits_for()
    {
        _state = ClusterEngine.Step(Config, _state, new AdministratorAsked { Request = "r", Verb = AdministratorVerb.Unmanage, DomainIndex = 0, Position = 0, Mark = new Mark("root", "", "") }).State;

        Assert.False(StatusOf("ost0").Managed);
        Assert.Equal("P5", Assert.Single(Report().WaitsFor).Rule);
    }

    private StatusAnswer Report() => StatusReport.Of(Snapshot());

    private ResourceStatus StatusOf(string resource) => Report().Resources.Single(r => r.Id == resource);

    private ClusterSnapshot Snapshot() => new() { Config = Config, State = _state };

    private void Know(int resource, int host, Knowledge knowledge) => Change(domain =>
    {
        var index = (resource * domain.Hosts.Length) + host;
        return domain with { Resources = domain.Resources.SetItem(index, domain.Resources[index] with { Knowledge = knowledge }) };
    });

    private void Change(Func<DomainState, DomainState> change) =>
        _state = _state with { Domains = [change(_state.Domains[0])] };

    private static HostConfig Host(string name) => new() { Id = name, Name = name, Addresses = [name] };

    private static ResourceConfig Resource(string name) => new() { Id = name, Kind = new AgentKind("test", "Thing") };
}
