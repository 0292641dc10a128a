using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Halo.Engine.StateLog;
using Halo.Engine.Tests.Properties;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.StateLog;

/// <summary>Random histories: what a restarted manager knows must be what the last word about each flag was.</summary>
public sealed class RandomLogTests
{
    private static readonly string[] Hosts = ["a", "b"];
    private static readonly string[] Groups = ["p", "q"];
    private static readonly string[] Resources = ["p", "d", "q", "e"];
    private static readonly string[] Whys = ["", "why", "tab\there", "two\nlines", "\\", "stage=done"];
    private static readonly string[] Stages = ["intent", "done", "failed", "abandoned"];

    internal static readonly ClusterConfig Config = new ClusterBuilder()
        .Host("a").Host("b").Group("p", ["a", "b"], "d").Group("q", ["b", "a"], "e").Build();

    [Fact]
    public void What_is_replayed_is_the_last_word_about_each_flag() =>
        Prop.ForAll(Seeds(), seeds =>
        {
            ClusterEvent[] events = [.. Defined(), .. seeds.Select(seed => Draw(new Dice(seed)))];
            var past = LogOf.Replay(events);

            Assert.Empty(past.Problems);
            Assert.All(Hosts, host => AssertHost(events, host, past.Hosts.GetValueOrDefault(host) ?? new HostPast()));
            Assert.All(Groups, group => Assert.Equal(
                Last(events, e => e.Object == group && e.Kind is EventKind.Manage or EventKind.Unmanage)?.Kind == EventKind.Unmanage,
                past.Groups[group].Unmanaged is not null));
            Assert.All(Resources, resource => Assert.All(Hosts, host => AssertResource(events, resource, host, past)));
        }).Check(Cases.Config);

    [Fact]
    public void Every_beginning_of_a_log_says_what_its_whole_lines_say()
    {
        ClusterEvent[] events =
        [
            .. Defined(),
            .. Enum.GetValues<EventKind>().Where(kind => kind is not (EventKind.Group or EventKind.Failed or EventKind.Fence or EventKind.Tainted))
                .Select(kind => LogOf.By("root", kind, "p", "schön 𝄞")),
            .. Stages.Select((stage, i) => RecordedEvents.OfFence("a", stage, i + 1, LogOf.Order("root", force: true), "why")),
            RecordedEvents.OfFailure("d", "a", new Failure(OperationKind.Start, "no")),
            RecordedEvents.OfProvenStop("d", "a"),
            RecordedEvents.OfTaint("d", "a"),
        ];
        var text = Encoding.UTF8.GetBytes(LogOf.Events(events));
        for (var length = 0; length <= text.Length; length++)
        {
            var wholeLines = text.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            var past = LogOf.Replay(text[..length]);

            Assert.Equal(LogOf.Text(LogOf.Replay(text[..wholeLines])), LogOf.Text(past));
            Assert.Equal(length == wholeLines ? 0 : 1, past.Problems.Length);
            Assert.NotEmpty(LogOf.Start(Config, past).Domains);
        }
    }

    [Fact]
    public void No_bytes_whatever_can_stop_a_replay() =>
        Prop.ForAll(Seeds(), Arb.From(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()), (seeds, noise) =>
        {
            var text = Encoding.UTF8.GetBytes(LogOf.Events([.. seeds.Select(seed => Draw(new Dice(seed)))])).ToList();
            for (var i = 0; i < noise.Length; i++)
            {
                text.Insert(new Dice(i + seeds.Length).Next(text.Count + 1), noise[i]);
            }

            Assert.NotEmpty(LogOf.Start(Config, LogOf.Replay([.. text])).Domains);
        }).Check(Cases.Config);

    internal static Arbitrary<int[]> Seeds() =>
        Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(40), ArbMap.Default.ArbFor<int[]>().Shrinker);

    internal static IEnumerable<ClusterEvent> Defined() => Config.Groups.Select(group =>
        RecordedDefinition.Of(Config.Domains[group.Domain], Config[group]).ToEvent(Config[group].Id));

    internal static ClusterEvent Draw(Dice dice)
    {
        var (host, group, resource) = (Pick(dice, Hosts), Pick(dice, Groups), Pick(dice, Resources));
        var why = Pick(dice, Whys);
        return dice.Next(12) switch
        {
            0 => LogOf.By("root", EventKind.Manage, group, why),
            1 => LogOf.By("root", EventKind.Unmanage, group, why),
            2 => LogOf.By("root", EventKind.Activate, host, why),
            3 => LogOf.By("root", EventKind.Deactivate, host, why),
            4 => LogOf.By("root", EventKind.Reset, host, why),
            5 => LogOf.By("root", EventKind.Cleanup, resource, why),
            6 => RecordedEvents.OfProvenStop(resource, host),
            7 or 8 => RecordedEvents.OfFailure(resource, host, new Failure(dice.Next(2) == 0 ? OperationKind.Start : OperationKind.Stop, $"x{why}")),
            9 => new ClusterEvent((EventKind)dice.Next((int)EventKind.Tainted) is var kind && kind is EventKind.Failed ? EventKind.Start : kind, resource, why),
            _ => RecordedEvents.OfFence(host, Pick(dice, Stages), 1 + dice.Next(9), LogOf.Order(dice.Next(2) == 0 ? "halo" : "root", dice.Next(2) == 0), why),
        };
    }

    private static void AssertHost(ClusterEvent[] events, string host, HostPast past)
    {
        Assert.Equal(
            Last(events, e => e.Object == host && e.Kind is EventKind.Activate or EventKind.Deactivate)?.Kind == EventKind.Deactivate,
            past.Deactivated is not null);

        var fences = events.Where(e => e.Object == host && e.Kind is EventKind.Fence or EventKind.Reset).ToArray();
        var outcome = Last(fences, e => e[EventField.Stage] is null or "done" or "failed");
        Assert.Equal(outcome is { Kind: EventKind.Fence }, past.Fenced is not null);
        var lastAttempt = Last(fences, e => e[EventField.Stage] != "abandoned");
        Assert.Equal(lastAttempt?[EventField.Stage] == "failed", past.FenceTrouble is not null);
        Assert.Equal(fences.LastOrDefault()?[EventField.Stage] == "intent", past.OpenIntent is not null);
        Assert.Equal(
            fences.Select(e => int.Parse(e[EventField.Attempt] ?? "0")).DefaultIfEmpty().Max(), past.LastAttempt);
    }

    private static void AssertResource(ClusterEvent[] events, string resource, string host, RecordedPast past)
    {
        var kept = past.Resources.SingleOrDefault(r => r.Resource == resource && r.Host == host);
        var group = resource is "p" or "d" ? "p" : "q";
        var word = Last(events, e =>
            (e.Object == resource && (e.Kind == EventKind.Cleanup || (e.Kind == EventKind.Failed && e[EventField.Host] == host)))
            || (e.Object == group && e.Kind == EventKind.Manage));
        Assert.Equal(word is { Kind: EventKind.Failed }, kept?.Failure is not null);

        var taint = Last(events, e =>
            (e.Object == resource && e.Kind is EventKind.Failed or EventKind.Stopped && e[EventField.Host] == host)
            || (e.Object == host && e.Kind == EventKind.Fence && e[EventField.Stage] == "done"));
        Assert.Equal(taint is { Kind: EventKind.Failed }, kept is { Tainted: true });
    }

    private static ClusterEvent? Last(ClusterEvent[] events, Func<ClusterEvent, bool> condition) => events.LastOrDefault(condition);

    private static string Pick(Dice dice, string[] among) => among[dice.Next(among.Length)];
}
