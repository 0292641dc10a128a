using System.Text;
using Halo.Engine.StateLog;

namespace Halo.Engine.Tests.StateLog;

/// <summary>What each line of a state log means to a manager that starts.</summary>
public sealed class LogReplayTests
{
    private static readonly Failure StartFailed = new(OperationKind.Start, "no such device");

    [Fact]
    public void A_taint_without_a_failure_outlives_the_manager_until_a_stop_has_succeeded()
    {
        Assert.True(LogOf.Replay(RecordedEvents.OfTaint("ost0", "oss00")).Resources.Single() is { Tainted: true, Failure: null });
        Assert.Empty(LogOf.Replay(RecordedEvents.OfTaint("ost0", "oss00"), RecordedEvents.OfProvenStop("ost0", "oss00")).Resources);
    }

    [Fact]
    public void Unmanage_is_remembered_with_who_when_and_why() =>
        Assert.Equal(
            new Mark("root", LogOf.TimeShown, "new DIMM"),
            LogOf.Replay(LogOf.By("root", EventKind.Unmanage, "pool0", "new DIMM")).Groups["pool0"].Unmanaged);

    [Fact]
    public void Manage_ends_unmanage() =>
        Assert.Null(LogOf.Replay(LogOf.By("root", EventKind.Unmanage, "pool0"), LogOf.By("root", EventKind.Manage, "pool0"))
            .Groups["pool0"].Unmanaged);

    [Fact]
    public void Deactivate_is_remembered_until_activate()
    {
        var deactivate = LogOf.By("root", EventKind.Deactivate, "oss00", "fan");

        Assert.Equal(new Mark("root", LogOf.TimeShown, "fan"), LogOf.Replay(deactivate).Hosts["oss00"].Deactivated);
        Assert.Null(LogOf.Replay(deactivate, LogOf.By("root", EventKind.Activate, "oss00")).Hosts["oss00"].Deactivated);
    }

    [Fact]
    public void An_intent_without_an_outcome_stays_open_with_its_number()
    {
        var host = LogOf.Replay(Fence("intent", 3, LogOf.Order("root", force: true), "it burns")).Hosts["oss00"];

        Assert.Equal(new FenceOrder(new Mark("root", LogOf.TimeShown, "it burns"), Force: true), host.OpenIntent);
        Assert.Equal(3, host.LastAttempt);
        Assert.Null(host.Fenced);
    }

    [Fact]
    public void A_fence_that_is_done_marks_the_host_as_fenced()
    {
        var host = LogOf.Replay(Fence("intent", 1, comment: "silent for 10 s"), Fence("done", 1, comment: "verified off")).Hosts["oss00"];

        Assert.Equal(new Mark("halo", LogOf.TimeShown, "silent for 10 s"), host.Fenced);
        Assert.Null(host.OpenIntent);
        Assert.Null(host.FenceTrouble);
        Assert.Equal(1, host.LastAttempt);
    }

    [Fact]
    public void A_fence_whose_intent_is_not_on_record_has_the_mark_of_its_outcome() =>
        Assert.Equal("by hand", LogOf.Replay(Fence("done", 1, comment: "by hand")).Hosts["oss00"].Fenced!.Why);

    [Fact]
    public void A_new_attempt_leaves_the_trouble_of_the_last_one_behind() =>
        Assert.Null(LogOf.Replay(Fence("failed", 1, comment: "no"), Fence("intent", 2)).Hosts["oss00"].FenceTrouble);

    [Fact]
    public void A_fence_that_failed_counts_as_an_attempt_and_says_why()
    {
        var host = LogOf.Replay(Fence("intent", 1), Fence("failed", 1, comment: "the BMC does not answer")).Hosts["oss00"];

        Assert.NotNull(host.Fenced);
        Assert.Equal("the BMC does not answer", host.FenceTrouble);
        Assert.Null(host.OpenIntent);
    }

    [Fact]
    public void A_fence_that_is_done_ends_the_trouble_of_one_that_failed() =>
        Assert.Null(LogOf.Replay(Fence("failed", 1, comment: "no"), Fence("intent", 2), Fence("done", 2)).Hosts["oss00"].FenceTrouble);

    [Fact]
    public void A_fence_that_was_abandoned_is_no_attempt()
    {
        var host = LogOf.Replay(Fence("intent", 2), Fence("abandoned", 2)).Hosts["oss00"];

        Assert.Equal((null, null, 2), (host.OpenIntent, host.Fenced, host.LastAttempt));
    }

    [Fact]
    public void Reset_leaves_nothing_of_a_fence_but_its_number()
    {
        var host = LogOf.Replay(
            Fence("failed", 4, comment: "no"), Fence("intent", 5), LogOf.By("root", EventKind.Reset, "oss00")).Hosts["oss00"];

        Assert.Equal(new HostPast { LastAttempt = 5 }, host);
    }

    [Fact]
    public void The_highest_number_of_an_attempt_counts() =>
        Assert.Equal(7, LogOf.Replay(Fence("done", 7), Fence("done", 2)).Hosts["oss00"].LastAttempt);

    [Fact]
    public void A_fence_of_the_older_form_is_one_that_is_done()
    {
        var host = LogOf.Replay(LogOf.Typed("2026-04-15T15:40:45Z | fence | oss00 | misbehaves")).Hosts["oss00"];

        Assert.Equal("misbehaves", host.Fenced!.Why);
        Assert.Null(host.OpenIntent);
    }

    [Fact]
    public void The_older_form_has_administrators_without_a_name() =>
        Assert.Equal(
            "by an administrator, 2026-04-15 15:40, \"why\"",
            LogOf.Replay(LogOf.Typed("2026-04-15T15:40:45Z | unmanage | pool0 | why")).Groups["pool0"].Unmanaged!.ToString());

    [Fact]
    public void A_failed_operation_is_remembered_with_the_agents_own_reason() =>
        Assert.Equal(
            new ResourcePast("ost0", "oss00", StartFailed, LogOf.TimeShown, Tainted: true),
            LogOf.Replay(RecordedEvents.OfFailure("ost0", "oss00", StartFailed)).Resources.Single());

    [Fact]
    public void A_failure_of_the_older_form_is_history()
    {
        var past = LogOf.Replay(LogOf.Typed("2026-04-15T15:40:45Z | failed | ost0 | on oss00: its start failed: x"));

        Assert.Empty(past.Resources);
        Assert.Empty(past.Problems);
    }

    [Fact]
    public void Cleanup_forgets_failures_on_all_hosts_and_nothing_is_believed_for_that()
    {
        var past = LogOf.Replay(
            RecordedEvents.OfFailure("ost0", "oss00", StartFailed),
            RecordedEvents.OfFailure("ost0", "oss01", StartFailed),
            RecordedEvents.OfFailure("ost1", "oss00", StartFailed),
            LogOf.By("root", EventKind.Cleanup, "ost0"));

        Assert.Equal(["ost1"], past.Resources.Where(resource => resource.Failure is not null).Select(resource => resource.Resource));
        Assert.All(past.Resources, resource => Assert.True(resource.Tainted));
    }

    [Fact]
    public void Manage_forgets_the_failures_of_all_that_the_group_has()
    {
        var past = LogOf.Replay(
            Definition("pool0", "ost0").ToEvent("pool0"),
            RecordedEvents.OfFailure("ost0", "oss00", StartFailed),
            RecordedEvents.OfFailure("ost9", "oss00", StartFailed),
            LogOf.By("root", EventKind.Manage, "pool0"));

        Assert.Equal(["ost9"], past.Resources.Where(resource => resource.Failure is not null).Select(resource => resource.Resource));
    }

    [Fact]
    public void A_stop_that_succeeded_ends_the_taint_and_leaves_the_failure()
    {
        var past = LogOf.Replay(RecordedEvents.OfFailure("ost0", "oss00", StartFailed), RecordedEvents.OfProvenStop("ost0", "oss00"));

        Assert.Equal((StartFailed, false), (past.Resources.Single().Failure, past.Resources.Single().Tainted));
    }

    [Fact]
    public void A_stop_on_one_host_says_nothing_of_another() =>
        Assert.True(LogOf.Replay(
            RecordedEvents.OfFailure("ost0", "oss00", StartFailed), RecordedEvents.OfProvenStop("ost0", "oss01")).Resources.Single().Tainted);

    [Fact]
    public void A_resource_that_was_only_seen_stopped_stays_tainted() =>
        Assert.True(LogOf.Replay(
            RecordedEvents.OfFailure("ost0", "oss00", StartFailed), new ClusterEvent(EventKind.Stopped, "ost0", "on oss00")).Resources.Single().Tainted);

    [Fact]
    public void A_verified_fence_ends_the_taint_of_everything_on_the_host()
    {
        var past = LogOf.Replay(
            RecordedEvents.OfFailure("ost0", "oss00", StartFailed),
            RecordedEvents.OfFailure("ost0", "oss01", StartFailed),
            Fence("done", 1));

        Assert.Equal([("oss00", false), ("oss01", true)], past.Resources.Select(resource => (resource.Host, resource.Tainted)));
    }

    [Fact]
    public void A_fence_that_failed_ends_no_taint() =>
        Assert.True(LogOf.Replay(RecordedEvents.OfFailure("ost0", "oss00", StartFailed), Fence("failed", 1)).Resources.Single().Tainted);

    [Fact]
    public void The_last_definition_of_a_group_counts() =>
        Assert.Equal(
            "ost1",
            LogOf.Replay(Definition("pool0", "ost0").ToEvent("pool0"), Definition("pool0", "ost1").ToEvent("pool0"))
                .Groups["pool0"].Accepted!.Definition.Resources[1].Name);

    [Fact]
    public void Where_resources_run_is_never_read()
    {
        var past = LogOf.Replay(
            new ClusterEvent(EventKind.Running, "ost0", "on oss00"),
            RecordedEvents.OfProvenStop("ost0", "oss01"),
            new ClusterEvent(EventKind.Start, "ost0", "on oss00"),
            new ClusterEvent(EventKind.Moved, "pool0", "to oss01"));

        Assert.Equal(LogOf.Text(RecordedPast.Nothing), LogOf.Text(past));
    }

    [Fact]
    public void Clear_forgets_no_flag() =>
        Assert.NotNull(LogOf.Replay(
            LogOf.By("root", EventKind.Unmanage, "pool0"), LogOf.By("root", EventKind.Clear, "")).Groups["pool0"].Unmanaged);

    [Fact]
    public void Words_of_other_versions_are_history() =>
        Assert.Empty(LogOf.Replay(LogOf.Typed("2026-04-15T15:40:45Z | reboot | oss00 | why")).Problems);

    [Fact]
    public void A_torn_last_line_is_dropped_and_told()
    {
        var past = LogOf.Replay(LogOf.Typed("t | unmanage | pool0 | why") + "t\tunmanage\tpool1");

        Assert.Equal(["pool0"], past.Groups.Keys);
        Assert.Equal(["line 2 is torn: its end is missing, as after a power cut; it is dropped"], past.Problems.AsEnumerable());
    }

    [Fact]
    public void A_torn_line_does_not_count_after_it_was_given_an_end()
    {
        var past = LogOf.Replay("t\treset\toss0" + LogLine.TornEnd + LogOf.Typed("t | unmanage | pool0 | why"));

        Assert.Empty(past.Hosts);
        Assert.Equal(["pool0"], past.Groups.Keys);
        Assert.Equal(["line 1 is skipped: it was torn when it was written"], past.Problems.AsEnumerable());
    }

    [Theory]
    [InlineData("t | fence | oss00 | why | stage=half", "its stage \"half\" is not known")]
    [InlineData("t | fence | oss00 | why | stage=done | attempt=many", "its attempt \"many\" is not a number")]
    [InlineData("t | fence | oss00 | why | stage=intent", "it is an intent without the number of its attempt")]
    [InlineData("t | failed | ost0 | why | host=oss00", "it does not say which operation failed on which host")]
    [InlineData("t | failed | ost0 | why | host=oss00 | operation=monitor", "it does not say which operation failed on which host")]
    [InlineData("t | group | pool0 | why | hosts=oss00", "it does not say which hosts and resources the group has")]
    [InlineData("t | group | pool0 | why | hosts=oss00 | resources=pool0", "it does not say which hosts and resources the group has")]
    public void A_line_that_cannot_be_read_is_skipped_and_told_with_its_number(string line, string problem)
    {
        var past = LogOf.Replay(LogOf.Typed("t | manage | pool0 | why", line, "t | unmanage | pool0 | why"));

        Assert.Equal([$"line 2 is skipped: {problem}"], past.Problems.AsEnumerable());
        Assert.Empty(past.Hosts);
        Assert.Empty(past.Resources);
        Assert.NotNull(past.Groups["pool0"].Unmanaged);
    }

    [Fact]
    public void Survives_a_log_that_is_damaged_in_every_way()
    {
        var good = Encoding.UTF8.GetBytes(LogOf.Typed("t | unmanage | pool0 | why"));
        byte[] text =
        [
            .. new byte[4_096], (byte)'\n', .. Enumerable.Repeat((byte)'x', 2 * LogText.LongestLine), (byte)'\n', 0xff, 0xc3, (byte)'\n',
            .. good, 0xf0, 0x9f,
        ];

        var past = LogOf.Replay(text);

        Assert.NotNull(past.Groups["pool0"].Unmanaged);
        Assert.Equal(4, past.Problems.Length);
    }

    [Fact]
    public void Tells_only_the_first_of_very_many_problems()
    {
        var past = LogOf.Replay(string.Concat(Enumerable.Repeat("nonsense\n", 1_000)));

        Assert.Equal(101, past.Problems.Length);
        Assert.Equal("900 more lines cannot be read", past.Problems[^1]);
    }

    private static ClusterEvent Fence(string stage, long attempt, FenceOrder? order = null, string comment = "") =>
        RecordedEvents.OfFence("oss00", stage, attempt, order ?? LogOf.Order(), comment);

    private static RecordedDefinition Definition(params IEnumerable<string> resources) => new()
    {
        Hosts = ["oss00", "oss01"],
        Resources = [.. resources.Select(name => new RecordedResource(name, "test/Dummy", "", IsShared: false))],
    };
}
