using System.Collections.Immutable;
using Halo.Engine;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.Rules;
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
    private const int Ost = 1;
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
    public void Says_Error_of_a_root_and_its_dependent_that_run_on_different_hosts()
    {
        Know(Pool, Home, Knowledge.Running());
        Know(Pool, Partner, Knowledge.Stopped(StopProof.TwoMonitors));
        Know(Ost, Home, Knowledge.Stopped(StopProof.TwoMonitors));
        Know(Ost, Partner, Knowledge.Running());
        Change(domain => domain with { Groups = [domain.Groups[0] with { Conflict = "pool0 is Running on oss00 and ost0 is Running on oss01" }] });

        Assert.All(Report().Resources, resource => Assert.Equal(
            ("Error", "pool0 is Running on oss00 and ost0 is Running on oss01"), (resource.State, resource.Comment)));
    }

    [Fact]
    public void Does_not_say_Error_of_what_is_stopped_everywhere_in_a_group_in_conflict()
    {
        Know(Ost, Home, Knowledge.Stopped(StopProof.TwoMonitors));
        Know(Ost, Partner, Knowledge.Stopped(StopProof.TwoMonitors));
        Change(domain => domain with { Groups = [domain.Groups[0] with { Conflict = "it runs twice" }] });

        Assert.Equal("Stopped", StatusOf("ost0").State);
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
    public void Says_of_an_event_of_the_older_form_that_it_was_an_administrator()
    {
        var line = LogLine.Parse("2026-04-15T15:40:45Z\tdeactivate\toss01\tnew DIMM", out _)!;

        Assert.Equal("an administrator", StatusReport.Of(Snapshot() with { History = EventHistory.Empty.Add(line) }).Events[0].By);
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

    [Theory]
    [InlineData(null, null, "unknown")]
    [InlineData(null, PowerAnswer.On, "on")]
    [InlineData(null, PowerAnswer.Off, "off")]
    [InlineData(null, PowerAnswer.Failed, "unknown")]
    [InlineData(5, PowerAnswer.On, "off")]
    [InlineData(5, null, "off")]
    public void Tells_the_power_of_a_host(int? offSince, PowerAnswer? lastReading, string power)
    {
        ChangeHost(Partner, host => host with
        {
            Off = offSince is { } since ? new OffProof(new Instant(since), new Instant(since)) : null,
            Power = lastReading is { } answer ? new PowerReading(answer, new Instant(9), "") : null,
        });

        Assert.Equal(power, Report().Hosts[Partner].Power);
    }

    [Fact]
    public void Says_of_a_host_how_far_its_fence_is_and_who_wants_it()
    {
        var order = new FenceOrder(new Mark("root", "2026-04-15 15:40", "hangs"), Force: false);
        ChangeHost(Partner, host => host with
        {
            Fence = new FenceAttempt(1, FenceStage.Verifying, order, new Reason(RuleId.A1, "")) { StatusTrouble = "the BMC does not answer" },
            FenceTrouble = "an older one failed",
        });

        var host = Report().Hosts[Partner];
        Assert.Equal(FenceProgress.Verifying, host.Fencing);
        Assert.False(host.Fenced);
        Assert.False(host.FenceFailed);
        Assert.Equal(
            "being fenced (by root, 2026-04-15 15:40, \"hangs\"): its fence agent is asked until it says off; the BMC does not answer; " +
            "not contacted yet",
            host.Comment);
    }

    [Fact]
    public void Says_of_a_host_why_its_fence_failed_and_what_its_fence_agent_complains_of()
    {
        ChangeHost(Partner, host => host with
        {
            Fenced = new Mark(Mark.Halo, "2026-04-15 15:40", ""),
            FenceTrouble = "it stays on",
            Power = new PowerReading(PowerAnswer.Failed, new Instant(9), "no route to the BMC"),
        });

        Assert.True(Report().Hosts[Partner].FenceFailed);
        Assert.Equal(
            "its fence (by halo, 2026-04-15 15:40) failed: it stays on; halo reset oss01 when it is healthy; not contacted yet; its power status is not known: no route to the BMC",
            Report().Hosts[Partner].Comment);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Says_once_what_a_fence_agent_complains_of(bool isGoingOn)
    {
        const string complaint = "fence_test could not tell the power status of oss01 (exit status 1): no route to the BMC";
        var order = new FenceOrder(new Mark("root", "", ""), Force: false);
        ChangeHost(Partner, host => host with
        {
            Fence = isGoingOn ? new FenceAttempt(1, FenceStage.Verifying, order, new Reason(RuleId.A1, "")) { Trouble = complaint } : null,
            FenceTrouble = $"oss01 could not be verified off within 60 s: {complaint}",
            Power = new PowerReading(PowerAnswer.Failed, new Instant(9), complaint),
        });

        Assert.Equal(2, Report().Hosts[Partner].Comment!.Split(complaint).Length);
    }

    [Fact]
    public void Says_of_a_fenced_host_who_fenced_it_and_that_nobody_has_reset_it()
    {
        ChangeHost(Partner, host => host with
        {
            Fenced = new Mark(Mark.Halo, "2026-04-15 15:40", ""),
            Off = new OffProof(new Instant(5), new Instant(5)),
        });

        var host = Report().Hosts[Partner];
        Assert.True(host.Fenced);
        Assert.Equal("fenced (by halo, 2026-04-15 15:40) and not reset; halo reset oss01 when it is healthy; verified off", host.Comment);
    }

    [Fact]
    public void Says_of_a_host_that_a_fence_of_it_was_begun_and_has_no_outcome()
    {
        ChangeHost(Partner, host => host with { OpenIntent = new FenceOrder(new Mark("root", "2026-11-22 02:51", "why"), Force: false) });

        Assert.Equal(
            "a fence begun by root, 2026-11-22 02:51, \"why\" has no outcome; it goes on when oss01 is lost; halo reset oss01 ends that; not contacted yet",
            Report().Hosts[Partner].Comment);
    }

    [Fact]
    public void Says_nothing_of_an_open_fence_while_it_goes_on()
    {
        var order = new FenceOrder(new Mark("root", "", ""), Force: false);
        ChangeHost(Partner, host => host with { OpenIntent = order, Fence = new FenceAttempt(1, FenceStage.Announced, order, new Reason(RuleId.F8, "")) });

        Assert.DoesNotContain("no outcome", Report().Hosts[Partner].Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_who_deactivated_a_host()
    {
        ChangeHost(Partner, host => host with { Deactivated = new Mark("alice", "", "needs new DIMM") });

        var host = Report().Hosts[Partner];
        Assert.False(host.Active);
        Assert.StartsWith("deactivated (by alice, \"needs new DIMM\")", host.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_the_manager_is_cut_off_and_how_many_hosts_are_silent()
    {
        Assert.Null(Report().CutOff);

        _state = _state with { Reach = new Reach { IsCutOff = true, Silence = new Silence(6, 4) } };

        Assert.Equal("4 of 6 hosts are silent at once", Report().CutOff);
    }

    [Fact]
    public void Lists_held_groups_and_what_is_left_over_in_the_state_log()
    {
        Change(domain => domain with { Groups = [domain.Groups[0] with { Held = "ost0 has another mount point" }] });
        _state = _state with { Orphans = ["pool9 is unmanaged"] };

        Assert.Equal(("pool0", "ost0 has another mount point"), (Assert.Single(Report().Held).Group, Report().Held[0].Because));
        Assert.Equal(["pool9 is unmanaged"], Report().Orphans);
    }

    [Fact]
    public void Says_who_unmanaged_a_group_when_and_why()
    {
        Change(domain => domain with { Groups = [domain.Groups[0] with { Unmanaged = new Mark("root", "2026-04-15 15:40", "new disks") }] });

        Assert.Equal(("pool0", "by root, 2026-04-15 15:40, \"new disks\""), (Assert.Single(Report().Unmanaged).Group, Report().Unmanaged[0].Because));
    }

    [Fact]
    public void Says_before_anything_is_lost_that_a_host_cannot_fail_over()
    {
        var config = ClusterConfig.Create(
            Settings.Default,
            [Host("oss00"), Host("oss01") with { FenceAgent = null }],
            [new ResourceDefinition(Resource("pool0"), [])],
            [new GroupDefinition("pool0", "oss00", ["oss01"])]);
        var state = ClusterState.AtStart(config, OperatingMode.Manage, "1", "run");

        var hosts = StatusReport.Of(new ClusterSnapshot { Config = config, State = state }).Hosts;

        Assert.DoesNotContain("fail over", hosts[Home].Comment, StringComparison.Ordinal);
        Assert.EndsWith("cannot fail over: it has no fence agent", hosts[Partner].Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_before_anything_is_lost_that_a_fence_agent_is_missing()
    {
        var missing = ImmutableSortedDictionary<string, string>.Empty.Add("test", "there is no executable fence_test in /usr/sbin");

        var hosts = StatusReport.Of(Snapshot() with { MissingAgents = missing }).Hosts;

        Assert.EndsWith("cannot fail over: there is no executable fence_test in /usr/sbin", hosts[Partner].Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_events_since_the_list_was_cleared_with_their_fields()
    {
        var history = new[] { EventKind.Start, EventKind.Clear, EventKind.Fence }
            .Select(kind => LogLine.Of(new ClusterEvent(kind, "x", "") { Fields = [new EventField(EventField.Stage, "intent")] }, "t"))
            .Aggregate(EventHistory.Empty, (all, line) => all.Add(line));

        var report = StatusReport.Of(Snapshot() with { History = history });

        Assert.Equal(["clear", "fence"], report.Events.Select(e => e.Event));
        Assert.Equal("intent", report.Events[1].Fields["stage"]);
    }

    private void ChangeHost(int host, Func<HostState, HostState> change) =>
        Change(domain => domain with { Hosts = domain.Hosts.SetItem(host, change(domain.Hosts[host])) });

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

    private static HostConfig Host(string name) => new() { Id = name, Name = name, Addresses = [name], FenceAgent = "test" };

    private static ResourceConfig Resource(string name) => new() { Id = name, Kind = new AgentKind("test", "Thing") };
}
