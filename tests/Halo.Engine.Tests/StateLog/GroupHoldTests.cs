using Halo.Engine.StateLog;

namespace Halo.Engine.Tests.StateLog;

/// <summary>Rule K7: a group that is not what the state log has of it is held.</summary>
public sealed class GroupHoldTests
{
    private static readonly string[] Pair = ["oss00", "oss01"];

    [Fact]
    public void A_group_that_did_not_change_is_recorded_and_not_held()
    {
        var group = StartAfter(Config(Group("pool0", Pair, "ost0")), Config(Group("pool0", Pair, "ost0")));

        Assert.Null(group.Held);
        Assert.True(group.IsRecorded);
    }

    [Fact]
    public void A_new_group_is_not_held_and_not_recorded()
    {
        var group = Start(Config(Group("pool0", Pair, "ost0")), RecordedPast.Nothing);

        Assert.Null(group.Held);
        Assert.False(group.IsRecorded);
    }

    [Fact]
    public void Added_hosts_and_another_order_of_hosts_hold_nothing()
    {
        var group = StartAfter(Config(Group("pool0", Pair)), Config(Group("pool0", ["oss01", "oss00", "oss02"])));

        Assert.Null(group.Held);
        Assert.False(group.IsRecorded);
    }

    [Theory]
    [InlineData("oss01", "its home host oss00 was removed")]
    [InlineData("oss00", "its failover host oss01 was removed")]
    public void A_host_that_was_removed_holds_the_group(string left, string why)
    {
        var group = StartAfter(Config(Group("pool0", Pair)), Config(Group("pool0", [left])));

        Assert.Equal(why, group.Held);
        Assert.False(group.IsRecorded);
    }

    [Fact]
    public void Parameters_that_changed_hold_the_group() =>
        Assert.Equal(
            "the parameters of ost0 changed",
            StartAfter(
                Config(Group("pool0", Pair, ("ost0", "lustre/Lustre", "/mnt/a"))),
                Config(Group("pool0", Pair, ("ost0", "lustre/Lustre", "/mnt/b")))).Held);

    [Fact]
    public void A_kind_that_changed_holds_the_group() =>
        Assert.Equal(
            "the kind of ost0 changed from lustre/Lustre to heartbeat/Filesystem",
            StartAfter(
                Config(Group("pool0", Pair, ("ost0", "lustre/Lustre", "/mnt/a"))),
                Config(Group("pool0", Pair, ("ost0", "heartbeat/Filesystem", "/mnt/a")))).Held);

    [Fact]
    public void Resources_that_come_and_go_hold_the_group() =>
        Assert.Equal(
            "ost0 was removed and ost1 is new",
            StartAfter(Config(Group("pool0", Pair, "ost0")), Config(Group("pool0", Pair, "ost1"))).Held);

    [Fact]
    public void Another_order_of_resources_holds_nothing() =>
        Assert.Null(StartAfter(Config(Group("pool0", Pair, "ost0", "ost1")), Config(Group("pool0", Pair, "ost1", "ost0"))).Held);

    [Fact]
    public void Of_many_changes_the_first_are_told() =>
        Assert.Equal(
            "a was removed, b was removed, c was removed and 2 more changes",
            StartAfter(Config(Group("pool0", Pair, "a", "b", "c")), Config(Group("pool0", Pair, "x", "y"))).Held);

    [Fact]
    public void A_log_of_the_older_form_holds_nothing()
    {
        var past = LogOf.Replay(LogOf.Typed("t | unmanage | pool9 | why", "t | fence | oss00 | why", "t | manage | pool0 | why"));

        Assert.Null(Start(Config(Group("pool0", Pair, "ost0")), past).Held);
    }

    /// <summary>Hazard H10: else a group would be started that an administrator works on by hand.</summary>
    [Fact]
    public void A_group_that_was_renamed_while_it_was_unmanaged_is_held()
    {
        var before = Config(Group("pool0", Pair, ("tank0", "heartbeat/ZFS", "tank")));
        var after = Config(Group("flash0", Pair, ("tank0", "heartbeat/ZFS", "tank")));
        var past = LogOf.Replay([.. Record(before), LogOf.By("root", EventKind.Unmanage, "pool0", "new disks")]);

        Assert.Equal(
            "tank0 was part of the group pool0, which is not in the configuration any more and was unmanaged by root, "
            + "2026-04-15 15:40, \"new disks\"",
            Start(after, past).Held);
    }

    [Fact]
    public void A_resource_that_was_renamed_is_known_by_its_parameters()
    {
        var before = Config(Group("pool0", Pair, ("tank0", "heartbeat/ZFS", "tank")));
        var after = Config(Group("flash0", Pair, ("flash1", "heartbeat/ZFS", "tank")));

        Assert.Equal(
            "flash1 is what tank0 was in the group pool0, which is not in the configuration any more", StartAfter(before, after).Held);
    }

    [Fact]
    public void Resources_without_parameters_are_not_taken_for_each_other() =>
        Assert.Null(StartAfter(Config(Group("pool0", Pair, "ost0")), Config(Group("flash0", Pair, "ost1"))).Held);

    [Fact]
    public void A_new_group_with_a_resource_of_a_group_that_changed_is_held()
    {
        var before = Config(Group("pool0", Pair, "ost0", "ost1"));
        var after = Config(Group("flash0", Pair, "ost1"), Group("pool0", Pair, "ost0"));

        Assert.Equal("ost1 was part of the group pool0, which has changed", StartAfter(before, after).Held);
    }

    [Fact]
    public void A_new_group_that_shares_a_resource_with_a_group_that_did_not_change_is_not_held()
    {
        var before = Config(Group("pool1", Pair, "ip0"));
        var after = Config(Group("pool0", Pair, "ip0"), Group("pool1", Pair, "ip0"));

        Assert.Null(StartAfter(before, after).Held);
    }

    [Fact]
    public void A_group_that_is_named_as_before_again_is_held()
    {
        var first = Config(Group("pool0", Pair, ("tank0", "heartbeat/ZFS", "tank")));
        var second = Config(Group("flash0", Pair, ("tank0", "heartbeat/ZFS", "tank")));
        var past = LogOf.Replay([.. Record(first), .. Record(second), LogOf.By("root", EventKind.Unmanage, "flash0")]);
        var group = Start(first, past);

        Assert.StartsWith("tank0 was part of the group flash0", group.Held, StringComparison.Ordinal);
        Assert.False(group.IsRecorded);
        Assert.Null(Start(first, LogOf.Replay([.. Record(first), .. Record(second), .. Record(first)])).Held);
    }

    [Fact]
    public void A_mount_point_that_changes_and_then_the_name_hold_the_group()
    {
        var before = Config(Group("tank0", Pair, ("ost0", "heartbeat/ZFS", "/a")));
        var moved = Config(Group("tank0", Pair, ("ost0", "heartbeat/ZFS", "/b")));
        var renamed = Config(Group("flash0", Pair, ("flash1", "heartbeat/ZFS", "/b")));

        Assert.Equal(
            "flash1 is what ost0 was in the group tank0, which is not in the configuration any more",
            Start(renamed, LogOf.Replay(Lives(before, moved))).Held);
    }

    [Fact]
    public void A_name_that_changes_and_then_the_mount_point_hold_the_group_for_as_long_as_it_takes()
    {
        var before = Config(Group("tank0", Pair, ("ost0", "heartbeat/ZFS", "/a")));
        var renamed = Config(Group("flash0", Pair, ("flash1", "heartbeat/ZFS", "/a")));
        var moved = Config(Group("flash0", Pair, ("flash1", "heartbeat/ZFS", "/b")));
        const string Why = "flash1 is what ost0 was in the group tank0, which is not in the configuration any more";

        Assert.Equal(Why, Start(moved, LogOf.Replay(Lives(before, renamed))).Held);
        Assert.Equal(Why, Start(moved, LogOf.Replay(Lives(before, renamed, moved))).Held);
    }

    [Fact]
    public void A_rename_that_is_undone_while_the_group_is_held_holds_nothing()
    {
        var before = Config(Group("tank0", Pair, ("ost0", "heartbeat/ZFS", "/a")));
        var renamed = Config(Group("flash0", Pair, ("flash1", "heartbeat/ZFS", "/a")));
        var lives = Lives(before, renamed);

        Assert.Null(Start(before, LogOf.Replay(lives)).Held);
        Assert.StartsWith(
            "ost0 is what flash1 was in the group flash0",
            Start(before, LogOf.Replay([.. lives, LogOf.By("root", EventKind.Unmanage, "flash0")])).Held,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_was_removed_from_one_group_does_not_hold_another_that_shares_a_resource()
    {
        var before = Config(Group("pool0", Pair, "log0"), Group("pool1", Pair, "log0"));
        var after = Config(Group("pool0", Pair, "log0"), Group("pool1", ["oss00"], "log0"));
        var state = LogOf.Start(after, LogOf.Replay(Record(before))).Domains[0];

        Assert.Equal((null, "its failover host oss01 was removed"), (state.Groups[0].Held, state.Groups[1].Held));
    }

    [Fact]
    public void A_resource_that_is_not_shared_any_more_holds_the_group_that_keeps_it() =>
        Assert.Equal(
            "log0 is not shared any more",
            StartAfter(
                Config(Group("pool0", Pair, "log0"), Group("pool1", ["oss01", "oss00"], "log0")),
                Config(Group("pool0", Pair, "log0"), Group("pool1", ["oss01", "oss00"]))).Held);

    [Fact]
    public void A_resource_that_becomes_shared_holds_nothing() =>
        Assert.Null(StartAfter(
            Config(Group("pool0", Pair, "log0"), Group("pool1", Pair)),
            Config(Group("pool0", Pair, "log0"), Group("pool1", Pair, "log0"))).Held);

    [Fact]
    public void Manage_releases_only_what_was_recorded_with_it()
    {
        var before = Config(Group("pool0", Pair));
        var after = Config(Group("pool0", ["oss00"]));
        var manage = LogOf.By("root", EventKind.Manage, "pool0");

        Assert.NotNull(Start(after, LogOf.Replay([.. Record(before), manage])).Held);
        Assert.Null(Start(after, LogOf.Replay([.. Record(before), manage, .. Record(after)])).Held);
    }

    [Fact]
    public void Odd_names_come_back_from_the_log()
    {
        var config = Config(Group("p,=#%2c%25", Pair, ("a%23b=c", "heartbeat/ZFS", "x")));

        Assert.True(StartAfter(config, config).IsRecorded);
    }

    private static GroupState StartAfter(ClusterConfig before, ClusterConfig after) => Start(after, LogOf.Replay(Record(before)));

    private static GroupState Start(ClusterConfig config, RecordedPast past) => LogOf.Start(config, past).Domains[0].Groups[0];

    /// <summary>What the engine notes of every group of a configuration.</summary>
    private static IEnumerable<ClusterEvent> Record(ClusterConfig config) => config.Groups.Select(group =>
        DefinitionOf(config, group).ToEvent(config[group].Id));

    /// <summary>What the engine notes of the groups that are held when a manager starts.</summary>
    private static IEnumerable<ClusterEvent> RecordHolds(ClusterConfig config, IEnumerable<ClusterEvent> before) => config.Groups
        .Select(group => (Place: group, LogOf.Start(config, LogOf.Replay(before)).Domains[group.Domain].Groups[group.Group].Held))
        .Where(group => group.Held is not null)
        .Select(group => DefinitionOf(config, group.Place).ToHeldEvent(config[group.Place].Id, group.Held!));

    /// <summary>The log after managers were started one after the other, each with another configuration.</summary>
    private static List<ClusterEvent> Lives(ClusterConfig first, params ReadOnlySpan<ClusterConfig> others)
    {
        List<ClusterEvent> log = [.. Record(first)];
        foreach (var config in others)
        {
            log.AddRange(RecordHolds(config, [.. log]));
        }

        return log;
    }

    private static RecordedDefinition DefinitionOf(ClusterConfig config, GroupRef group) =>
        RecordedDefinition.Of(config.Domains[group.Domain], config[group]);

    private static (string Root, string[] Hosts, (string Name, string Kind, string Parameter)[] Members) Group(
        string root, string[] hosts, params string[] members) =>
        (root, hosts, [.. members.Select(name => (name, "test/Dummy", ""))]);

    private static (string Root, string[] Hosts, (string Name, string Kind, string Parameter)[] Members) Group(
        string root, string[] hosts, (string, string, string) member) => (root, hosts, [member]);

    private static ClusterConfig Config(
        params (string Root, string[] Hosts, (string Name, string Kind, string Parameter)[] Members)[] groups) => ClusterConfig.Create(
        Settings.Default,
        [.. groups.SelectMany(group => group.Hosts).Distinct().Order(StringComparer.Ordinal).Select(name => new HostConfig { Id = name, Name = name, Addresses = [name] })],
        [
            .. groups.Select(group => Resource((group.Root, "test/Dummy", ""), [.. group.Members.Select(member => member.Name)])),
            .. groups.SelectMany(group => group.Members).Distinct().Select(member => Resource(member)),
        ],
        [.. groups.Select(group => new GroupDefinition(group.Root, group.Hosts[0], [.. group.Hosts.Skip(1)]))]);

    private static ResourceDefinition Resource((string Name, string Kind, string Parameter) resource, params ImmutableArray<string> dependents) => new(
        new ResourceConfig
        {
            Id = resource.Name,
            Kind = new AgentKind(resource.Kind.Split('/')[0], resource.Kind.Split('/')[1]),
            Parameters = resource.Parameter.Length > 0 ? [new Parameter("target", resource.Parameter)] : [],
        },
        dependents);
}
