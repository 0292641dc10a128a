using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Engine.StateLog;
using Halo.Manager.Events;

namespace Halo.Manager.Tests;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("root", "intent", "", "fence intent oss00, by root")]
    [InlineData("halo", "intent", "oss00 is lost: no answer from it (F1)", "fence intent oss00, by halo: oss00 is lost: no answer from it (F1)")]
    [InlineData("root", "done", "verified off", "fence done oss00, by root: verified off")]
    [InlineData("root", "failed", "it stays on", "fence failed oss00, by root: it stays on")]
    public void Says_of_a_fence_how_far_it_is_who_wants_it_and_why(string by, string stage, string comment, string text) =>
        Assert.Equal(text, EventText.Of(RecordedEvents.OfFence("oss00", stage, 1, new FenceOrder(new Mark(by, "", ""), Force: false), comment)));

    [Theory]
    [InlineData(EventKind.Start, "ost0", "halo", "on oss00", "start ost0: on oss00")]
    [InlineData(EventKind.Unmanage, "pool0", "root", "", "unmanage pool0, by root")]
    [InlineData(EventKind.Clear, "", "root", "", "clear, by root")]
    public void Says_what_happened_to_what_and_who_did_it(EventKind kind, string what, string by, string comment, string text) =>
        Assert.Equal(text, EventText.Of(new ClusterEvent(kind, what, comment) { By = by }));
}
