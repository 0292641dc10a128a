using Halo.Engine.StateLog;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.StateLog;

public sealed class StartStateTests
{
    private static readonly ClusterConfig Config = new ClusterBuilder()
        .Host("oss00").Host("oss01").Host("oss02").Host("oss03")
        .Group("pool0", ["oss00", "oss01"], "ost0")
        .Group("pool1", ["oss02", "oss03"], "ost1")
        .Build();

    private static readonly Failure StopFailed = new(OperationKind.Stop, "it is busy");

    [Fact]
    public void A_manager_without_a_past_knows_nothing() =>
        Assert.Equal(
            CanonicalText.Of(ClusterState.AtStart(Config, OperatingMode.Manage, "1", "run")),
            CanonicalText.Of(LogOf.Start(Config, RecordedPast.Nothing)));

    [Fact]
    public void Gives_a_host_its_flags()
    {
        var state = Start(
            LogOf.By("root", EventKind.Deactivate, "oss02", "fan"),
            RecordedEvents.OfFence("oss03", "failed", 2, LogOf.Order(), "no answer"),
            RecordedEvents.OfFence("oss02", "intent", 3, LogOf.Order("root", force: true), "again"));

        var (deactivated, fenced) = (state.Domains[1].Hosts[0], state.Domains[1].Hosts[1]);
        Assert.Equal("root", deactivated.Deactivated!.By);
        Assert.False(deactivated.Active);
        Assert.Equal((3, true), (deactivated.LastAttempt, deactivated.OpenIntent!.Force));
        Assert.Equal(("no answer", 2), (fenced.FenceTrouble, fenced.LastAttempt));
        Assert.NotNull(fenced.Fenced);
        Assert.True(state.Domains[0].Hosts.All(host => host.Active && host.Fenced is null));
    }

    [Fact]
    public void Takes_an_unmanaged_group_out_of_management()
    {
        var state = Start(LogOf.By("root", EventKind.Unmanage, "pool1"));

        Assert.False(state.Domains[1].Groups[0].Managed);
        Assert.True(state.Domains[0].Groups[0].Managed);
    }

    [Fact]
    public void Keeps_a_failure_and_believes_no_seven_before_a_stop()
    {
        var domain = Start(RecordedEvents.OfFailure("ost1", "oss03", StopFailed)).Domains[1];

        Assert.Equal((StopFailed, true), (domain[1, 1].Failure, domain[1, 1].Tainted));
        Assert.Equal((null, false), (domain[1, 0].Failure, domain[1, 0].Tainted));
    }

    [Fact]
    public void Believes_monitors_again_after_a_stop_that_succeeded()
    {
        var resource = Start(
            RecordedEvents.OfFailure("ost1", "oss03", StopFailed), RecordedEvents.OfProvenStop("ost1", "oss03")).Domains[1][1, 1];

        Assert.Equal((StopFailed, false), (resource.Failure, resource.Tainted));
    }

    [Fact]
    public void Believes_no_seven_after_a_cleanup_either()
    {
        var resource = Start(
            RecordedEvents.OfFailure("ost1", "oss03", StopFailed), LogOf.By("root", EventKind.Cleanup, "ost1")).Domains[1][1, 1];

        Assert.Equal((null, true), (resource.Failure, resource.Tainted));
    }

    [Fact]
    public void Tells_of_flags_whose_objects_are_gone() =>
        Assert.Equal(
            [
                "host oss08, which is not in the configuration, was deactivated by root, 2026-04-15 15:40, \"fan\"",
                "host oss09, which is not in the configuration, was to be fenced by halo, 2026-04-15 15:40, \"no\", which failed, and not reset since",
                "host oss10, which is not in the configuration, was about to be fenced by root, 2026-04-15 15:40, and how that ended is not on record",
                "group pool9, which is not in the configuration, was unmanaged by root, 2026-04-15 15:40",
                "resource ost0, which the configuration does not let run on oss03, failed to stop there (2026-04-15 15:40): it is busy",
            ],
            Start(
                LogOf.By("root", EventKind.Deactivate, "oss08", "fan"),
                RecordedEvents.OfFence("oss09", "failed", 1, LogOf.Order(), "no"),
                RecordedEvents.OfFence("oss10", "intent", 2, LogOf.Order("root"), ""),
                LogOf.By("root", EventKind.Unmanage, "pool9"),
                LogOf.By("root", EventKind.Unmanage, "pool0"),
                RecordedEvents.OfFailure("ost0", "oss03", StopFailed)).Orphans.AsEnumerable());

    private static ClusterState Start(params IEnumerable<ClusterEvent> events) => LogOf.Start(Config, LogOf.Replay(events));
}
