using Halo.Cli.Status;
using Halo.Protocol.Cli;
using static Halo.Cli.Tests.Answers;

namespace Halo.Cli.Tests;

public sealed class StatusPageTests
{
    private static string Page(StatusAnswer answer, bool onlyAbnormal = false, int events = 5) => string.Join(
        '\n', StatusPage.Lines(answer, new StatusSelection(onlyAbnormal, events)).Select(line => line.ToString()));

    [Fact]
    public void Shows_the_page_that_the_design_shows()
    {
        var answer = Of(
            Resource("test_zpool_00", "heartbeat/ZFS") with { RunningOn = ["lu-mds00"] },
            Resource("test_mgt") with { RunningOn = ["lu-mds00"] },
            Resource("test_zpool_01", "heartbeat/ZFS", "Running (Failed Over)") with { RunningOn = ["lu-mds00"] },
            Resource("test_mdt", state: "Running (Failed Over)") with { RunningOn = ["lu-mds00"] }) with
        {
            Hosts = [Host("lu-mds00"), Host("lu-mds01") with { Connected = false }],
            Events = [Event("fence", comment: "node is misbehaving") with { Object = "lu-mds01" }],
        };

        Assert.Equal(
            """
            test_zpool_00 (heartbeat/ZFS):      Running on lu-mds00
            test_mgt      (lustre/Lustre):      Running on lu-mds00
            test_zpool_01 (heartbeat/ZFS):      Running (Failed Over) on lu-mds00
            test_mdt      (lustre/Lustre):      Running (Failed Over) on lu-mds00
            Connected hosts:      lu-mds00
            Disconnected hosts:   lu-mds01
            Events:
            2026-04-15 15:40:45.186271 event=fence object=lu-mds01 comment="node is misbehaving"
            """,
            Page(answer));
    }

    [Fact]
    public void Says_first_that_HALO_only_observes() => Assert.Equal(
        """
        Mode: observe (HALO only watches and reports)
        ost0 (lustre/Lustre):      Running on oss00
        Connected hosts:      oss[00-01]
        """,
        Page(Of(Resource("ost0")) with { Mode = "observe" }));

    [Fact]
    public void Says_that_the_state_log_is_not_written_also_where_only_what_is_abnormal_is_shown() => Assert.Equal(
        "State log: not written (No space left on device); HALO goes on, but do not restart the manager before this is mended",
        Page(Of(Resource("ost0")) with { LogTrouble = "No space left on device" }, onlyAbnormal: true));

    [Fact]
    public void Gives_the_reason_after_every_state_that_is_not_normal() => Assert.Equal(
        """
        ost0 (lustre/Lustre):      Stopped: waits for zpool0
        ost1 (lustre/Lustre):      Unknown: oss00: not connected
        ost2 (lustre/Lustre):      Error: oss00: mount failed; oss01: no such device
        ost3 (lustre/Lustre):      Error on oss[00-01]: runs on two hosts
        ost4 (lustre/Lustre):      Running (Failed Over) on oss00: home host oss01 was fenced
        Connected hosts:      oss[00-01]
        """,
        Page(Of(
            Resource("ost0", state: "Stopped") with { Comment = "waits for zpool0" },
            Resource("ost1", state: "Unknown").On("oss00", "Unknown", "not connected").On("oss01", "Stopped"),
            Resource("ost2", state: "Error").On("oss00", "Error", "mount failed").On("oss01", "Error", "no such device"),
            Resource("ost3", state: "Error") with { RunningOn = ["oss00", "oss01"], Comment = "runs on two hosts" },
            Resource("ost4", state: "Running (Failed Over)") with { Comment = "home host oss01 was fenced" })));

    [Fact]
    public void Folds_the_hosts_that_give_the_same_reason()
    {
        var unknown = Resource("ost0", state: "Unknown");
        foreach (var host in new[] { "oss00", "oss01", "oss02" })
        {
            unknown = unknown.On(host, "Unknown", "not connected");
        }

        Assert.Contains("Unknown: oss[00-02]: not connected", Page(Of(unknown)), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_the_error_and_not_the_unknown_partner() => Assert.Contains(
        "Error: oss00: mount failed\n",
        Page(Of(Resource("ost0", state: "Error").On("oss00", "Error", "mount failed").On("oss01", "Unknown", "not connected"))),
        StringComparison.Ordinal);

    [Fact]
    public void Does_not_name_the_host_twice_where_a_resource_runs_degraded() => Assert.Contains(
        "Running on oss00: degraded: one mirror is gone\n",
        Page(Of(Resource("ost0").On("oss00", "Running", "degraded: one mirror is gone"))),
        StringComparison.Ordinal);

    [Fact]
    public void Marks_what_is_unmanaged() => Assert.Equal(
        """
        ost0 (lustre/Lustre):      Running (Unmanaged) on oss00
        ost1 (lustre/Lustre):      Stopped (Unmanaged): stopped by hand
        """,
        Page(
            Of(
                Resource("ost0") with { Managed = false },
                Resource("ost1", state: "Stopped") with { Managed = false, Comment = "stopped by hand" },
                Resource("ost2")),
            onlyAbnormal: true));

    [Fact]
    public void Lists_hosts_that_are_not_as_they_should_be() => Assert.Equal(
        """
        Disconnected hosts:   oss01
        Deactivated hosts:    oss02
        Fenced hosts:         oss01
        Powered off hosts:    oss01
        Broken paths:         oss00 (10.1.0.10): timed out
        About hosts:          oss01: no route to host
        """,
        Page(
            Of() with
            {
                Hosts =
                [
                    Host("oss00") with { Paths = [new PathStatus { Address = "10.1.0.10", Up = false, Comment = "timed out" }] },
                    Lost("oss01", "no route to host") with { Fenced = true, Power = "off" },
                    Host("oss02") with { Active = false },
                ],
            },
            onlyAbnormal: true));

    [Fact]
    public void Lists_hosts_that_are_being_fenced() => Assert.Equal(
        """
        Disconnected hosts:   oss01
        Being fenced:         oss01
        About hosts:          oss01: being fenced (by halo): its fence agent powers it off; no answer from it
        """,
        Page(
            Of() with
            {
                Hosts =
                [
                    Host("oss00"),
                    Lost("oss01", "being fenced (by halo): its fence agent powers it off; no answer from it") with { Fencing = FenceProgress.PoweringOff },
                ],
            },
            onlyAbnormal: true));

    [Fact]
    public void Lists_no_host_as_fenced_before_it_is_verified_off() => Assert.Equal(
        "Being fenced:         oss[00-01]",
        Page(
            Of() with
            {
                Hosts =
                [
                    Host("oss00") with { Fenced = true, Fencing = FenceProgress.PoweringOff },
                    Host("oss01") with { Fenced = true, Fencing = FenceProgress.Verifying },
                ],
            },
            onlyAbnormal: true));

    [Fact]
    public void Lists_hosts_whose_fence_failed_apart_from_those_that_are_fenced() => Assert.Equal(
        """
        Fence failed:         oss00
        Fenced hosts:         oss01
        """,
        Page(
            Of() with
            {
                Hosts = [Host("oss00") with { Fenced = true, FenceFailed = true }, Host("oss01") with { Fenced = true }],
            },
            onlyAbnormal: true));

    [Fact]
    public void Does_not_repeat_a_broken_paths_address() => Assert.Equal(
        "Broken paths:         oss00: no answer from 10.1.0.10",
        Page(Of() with { Hosts = [HalfConnected("oss00", "10.1.0.10")] }, onlyAbnormal: true));

    [Fact]
    public void Folds_one_network_that_is_gone_into_one_line() => Assert.Equal(
        "Broken paths:         oss[00-99]: no answer from 10.1.0.[10-109]",
        Page(
            Of() with { Hosts = [.. Enumerable.Range(0, 100).Select(i => HalfConnected($"oss{i:00}", $"10.1.0.{i + 10}"))] },
            onlyAbnormal: true));

    [Fact]
    public void Says_loudly_and_first_that_the_manager_is_cut_off() => Assert.Equal(
        """
        CUT OFF: 4 of 6 hosts are silent at once; HALO fences nobody by itself (F6)
        Mode: observe (HALO only watches and reports)
        """,
        Page(Of(Resource("ost0")) with { CutOff = "4 of 6 hosts are silent at once", Mode = "observe" }, onlyAbnormal: true));

    [Fact]
    public void Tells_which_groups_are_held_and_what_the_state_log_has_left_over() => Assert.Equal(
        """
        Held:
          pool[0-1]: its mount point changed (K7); way out: halo manage pool[0-1]
        Left over in the state log:
          pool9 is unmanaged (by root, 2026-04-15 15:40) and not in the configuration
        """,
        Page(
            Of() with
            {
                Held = [Held("pool0"), Held("pool1")],
                Orphans = ["pool9 is unmanaged (by root, 2026-04-15 15:40) and not in the configuration"],
            },
            onlyAbnormal: true));

    [Fact]
    public void Tells_who_unmanaged_a_group_when_and_why_where_it_does_not_wait_for_that() => Assert.Equal(
        """
        Waiting:
          pool2: it is unmanaged (by root) (P5); way out: halo manage pool2
        Unmanaged:
          pool[0-1]: by root, 2026-04-15 15:40, "new disks" (P5); way out: halo manage pool[0-1]
        """,
        Page(
            Of() with
            {
                Unmanaged = [Unmanaged("pool0"), Unmanaged("pool1"), Unmanaged("pool2")],
                WaitsFor = [new WaitStatus { Object = "pool2", Rule = "P5", Because = "it is unmanaged (by root)", WayOut = "halo manage pool2" }],
            },
            onlyAbnormal: true));

    [Fact]
    public void Does_not_repeat_that_a_group_is_held_where_it_waits_for_that() => Assert.DoesNotContain(
        "Held:",
        Page(Of() with { Held = [Held("pool0")], WaitsFor = [Wait("pool0") with { Rule = "K7" }] }),
        StringComparison.Ordinal);

    [Fact]
    public void Tells_the_paths_of_a_disconnected_host_that_has_no_comment() => Assert.Contains(
        "Broken paths:         oss01: connection refused",
        Page(Of() with { Hosts = [Lost("oss01", "connection refused") with { Comment = null }] }),
        StringComparison.Ordinal);

    [Fact]
    public void Says_that_no_host_is_connected() =>
        Assert.StartsWith("Connected hosts:      none\n", Page(Of() with { Hosts = [Lost("oss00", "x")] }), StringComparison.Ordinal);

    [Fact]
    public void Tells_what_waits_for_what_and_what_is_refused() => Assert.Equal(
        """
        Waiting:
          zpool[0-1]: oss01 is not connected (P1); way out: power it off by hand
        Refused:
          oss01: fence: zpool1 is unmanaged (F3)
        """,
        Page(
            Of() with
            {
                WaitsFor =
                [
                    Wait("zpool0"), Wait("zpool1"),
                ],
                Refusals = [new RefusalStatus { Object = "oss01", Wanted = "fence", Rule = "F3", Because = "zpool1 is unmanaged." }],
            },
            onlyAbnormal: true));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(9, 3)]
    public void Shows_the_newest_events_only(int wanted, int shown)
    {
        var answer = Of() with { Events = [Event("first"), Event("second"), Event("third")] };
        var page = Page(answer, events: wanted);

        Assert.Equal(shown, page.Split('\n').Count(line => line.Contains("event=", StringComparison.Ordinal)));
        Assert.Equal(shown > 0, page.EndsWith("event=third object=oss01", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_who_did_it_unless_that_was_HALO() => Assert.EndsWith(
        """2026-04-15 15:40:45.186271 event=manage object=oss01 by=root comment="said \"go\", C:\\x" """.TrimEnd(),
        Page(Of() with { Events = [Event("manage", "root", """said "go", C:\x""")] }),
        StringComparison.Ordinal);

    [Fact]
    public void Tells_the_stage_of_a_fence_and_quotes_a_name_with_blanks() => Assert.EndsWith(
        """2026-04-15 15:40:45.186271 event=fence object=oss01 stage=intent by="alice (sudo root)" """.TrimEnd(),
        Page(Of() with { Events = [Event("fence", "alice (sudo root)") with { Fields = new(StringComparer.Ordinal) { ["stage"] = "intent" } }] }),
        StringComparison.Ordinal);

    [Fact]
    public void Prints_a_timestamp_that_it_cannot_read_as_it_is() => Assert.Contains(
        "\\x1byesterday event=manage",
        Page(Of() with { Events = [Event("manage") with { Timestamp = "\eyesterday" }] }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("manage")]
    [InlineData("observe")]
    public void Prints_nothing_with_x_when_all_is_well(string mode) =>
        Assert.Empty(Page(Of(Resource("ost0")) with { Mode = mode, Events = [Event("start")] }, onlyAbnormal: true, events: 0));

    [Fact]
    public void Tells_the_mode_with_x_beside_something_that_is_not_normal() => Assert.Equal(
        """
        Mode: observe (HALO only watches and reports)
        ost0 (lustre/Lustre):      Stopped
        """,
        Page(Of(Resource("ost0", state: "Stopped"), Resource("ost1")) with { Mode = "observe" }, onlyAbnormal: true));

    [Fact]
    public void Shows_events_with_x_where_they_are_asked_for() => Assert.Equal(
        """
        Events:
        2026-04-15 15:40:45.186271 event=start object=oss01
        """,
        Page(Of(Resource("ost0")) with { Events = [Event("start")] }, onlyAbnormal: true, events: 1));

    [Fact]
    public void Warns_of_a_manager_of_another_version() => Assert.StartsWith(
        $"Version: the manager is 0.0.1, this is halo {Protocol.HaloVersion.Text}; restart the manager",
        Page(Of() with { Version = "0.0.1" }),
        StringComparison.Ordinal);

    [Fact]
    public void Lets_one_very_long_name_stick_out_alone()
    {
        var longName = new string('z', 60);

        Assert.StartsWith(
            $"""
            ost0 (lustre/Lustre):      Running on oss00
            {longName} (lustre/Lustre):      Running on oss00
            """,
            Page(Of(Resource("ost0"), Resource(longName))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Widens_the_column_for_a_long_kind() => Assert.StartsWith(
        """
        ost0 (heartbeat/Filesystem): Running on oss00
        ost1 (lustre/Lustre):        Running on oss00
        """,
        Page(Of(Resource("ost0", "heartbeat/Filesystem"), Resource("ost1"))),
        StringComparison.Ordinal);

    [Fact]
    public void Does_not_repeat_as_a_refusal_what_a_group_waits_for()
    {
        var page = Page(Of(Resource("ost0")) with
        {
            WaitsFor = [new WaitStatus { Object = "pool0", Rule = "P1", Because = "ost0 runs on oss01", WayOut = "stop it" }],
            Refusals = [new RefusalStatus { Object = "pool0", Rule = "P1", Because = "ost0 runs on oss01", Wanted = "start on oss00" }],
        });

        Assert.Contains("Waiting:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Refused:", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Escapes_control_characters_wherever_they_come_from()
    {
        const string evil = "\e]0;x\a\u009b2J\u202e\n";
        var page = Page(Of(
            (Resource(evil, evil, evil) with { RunningOn = [evil], Comment = evil }).On(evil, evil, evil)) with
        {
            Version = evil,
            Mode = evil,
            Hosts = [Lost(evil, evil), Host(evil) with { Fenced = true, Paths = [new PathStatus { Address = evil, Up = false, Comment = evil }] }],
            WaitsFor = [new WaitStatus { Object = evil, Rule = evil, Because = evil, WayOut = evil }],
            Refusals = [new RefusalStatus { Object = evil, Rule = evil, Because = $"{evil}2", Wanted = evil }],
            Events = [new EventStatus { Timestamp = evil, Event = evil, Object = evil, By = evil, Comment = evil, Fields = new(StringComparer.Ordinal) { ["stage"] = evil } }],
            CutOff = evil,
            Held = [new HeldStatus { Group = evil, Because = evil }],
            Unmanaged = [new UnmanagedStatus { Group = evil, Because = evil }],
            Orphans = [evil],
        });

        Assert.DoesNotContain(page, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        Assert.Equal(21, page.Split('\n').Length);
        Assert.Contains(@"\x1b]0;x\x07\x9b2J\u202e\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_a_thousand_hosts_into_one_line()
    {
        var hosts = Enumerable.Range(0, 1000).Select(i => $"oss{i:000}").ToList();
        var page = Page(Of() with
        {
            Hosts = [.. hosts.Take(500).Select(Host), .. hosts.Skip(500).Select(h => Lost(h, "no route to host"))],
        });

        Assert.Equal(
            """
            Connected hosts:      oss[000-499]
            Disconnected hosts:   oss[500-999]
            About hosts:          oss[500-999]: no route to host
            """,
            page);
    }

    private static UnmanagedStatus Unmanaged(string group) => new() { Group = group, Because = "by root, 2026-04-15 15:40, \"new disks\"" };

    private static HeldStatus Held(string group) => new() { Group = group, Because = "its mount point changed" };

    private static HostStatus HalfConnected(string host, string address) => Host(host) with
    {
        Paths = [new PathStatus { Address = host, Up = true }, new PathStatus { Address = address, Up = false, Comment = $"no answer from {address}" }],
    };

    private static WaitStatus Wait(string group) => new()
    {
        Object = group,
        Rule = "P1",
        Because = "oss01 is not connected.",
        WayOut = "power it off by hand.",
    };
}
