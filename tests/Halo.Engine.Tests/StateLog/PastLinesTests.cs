using FsCheck;
using FsCheck.Fluent;
using Halo.Engine.StateLog;
using Halo.Engine.Tests.Properties;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.StateLog;

/// <summary>What is written anew when a state log was lost under a running manager: a restart must know the same as if it had not been.</summary>
public sealed class PastLinesTests
{
    private const string Now = "2026-11-22T02:51:00.000000Z";

    private static readonly ClusterConfig Config = RandomLogTests.Config;

    [Fact]
    public void A_restart_knows_the_same_whatever_happened() =>
        Prop.ForAll(RandomLogTests.Seeds(), RandomLogTests.Seeds(), (seeds, others) =>
        {
            var past = Replay(Log(seeds));

            Assert.Equal(Text(past), Text(Replay(Anew(past))));
            Assert.Equal(Text(past), Text(Replay(Log(others) + Anew(past))));
            Assert.Equal(StartText(past), StartText(Replay(Anew(past))));
        }).Check(Cases.Config);

    /// <summary>The lines that waited for the disk stand behind what was written anew, which knows of them already.</summary>
    [Fact]
    public void Lines_that_come_once_more_behind_it_change_nothing() =>
        Prop.ForAll(RandomLogTests.Seeds(), Arb.From(Gen.Choose(0, 40)), (seeds, waiting) =>
        {
            var past = Replay(Log(seeds));
            ClusterEvent[] latest = [.. seeds.TakeLast(waiting).Select(seed => RandomLogTests.Draw(new Dice(seed)))];

            // A fence is told in stages, and its number is the host's: what was drawn at random is no fence.
            Assert.Equal(
                Text(past with { Hosts = past.Hosts.Clear() }),
                Text(Replay(Anew(past) + LogOf.Events(latest)) is var again ? again with { Hosts = again.Hosts.Clear() } : past));
        }).Check(Cases.Config);

    [Fact]
    public void A_restart_has_the_flags_of_the_state_that_the_engine_was_in()
    {
        var arbitrary = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(400), ArbMap.Default.ArbFor<int[]>().Shrinker);

        Prop.ForAll(arbitrary, seeds =>
        {
            var (state, events) = ChaosTests.Play(OperatingMode.Manage, seeds);
            var replay = new LogReplay();
            foreach (var happened in events)
            {
                replay.Take(LogLine.Of(happened, LogOf.Time));
            }

            var restarted = LogOf.Start(ChaosTests.Config, Replay(Anew(replay.Past())));
            Assert.Equal(Flags(state), Flags(restarted));
        }).Check(Cases.Config);
    }

    [Fact]
    public void Who_when_and_why_are_kept()
    {
        var past = Replay(LogOf.Events(LogOf.By("root", EventKind.Unmanage, "p", "new\tDIMM")));

        Assert.Equal("by root, 2026-04-15 15:40, \"new\tDIMM\"", Replay(Anew(past)).Groups["p"].Unmanaged!.ToString());
    }

    [Fact]
    public void A_group_whose_definition_has_changed_is_still_held()
    {
        var then = RecordedDefinition.Of(Config.Domains[0], Config.Domains[0].Groups[0]).ToEvent(Config.Domains[0].Groups[0].Id);
        var changed = then with { Fields = [then.Fields[0], new EventField(EventField.Resources, $"{then[EventField.Resources]},x=a/B#")] };
        var past = Replay(LogOf.Events(changed));

        Assert.NotNull(LogOf.Start(Config, Replay(Anew(past))).Domains[0].Groups[0].Held);
    }

    [Fact]
    public void Flags_of_objects_that_are_not_in_the_configuration_are_not_lost()
    {
        var past = Replay(LogOf.Typed("t | unmanage | gone0 | why", "t | fence | gone1 | why"));

        Assert.Equal(string.Join("\n", LogOf.Start(Config, past).Orphans), string.Join("\n", LogOf.Start(Config, Replay(Anew(past))).Orphans));
    }

    [Fact]
    public void The_first_line_says_what_happened() =>
        Assert.Equal(
            $"{Now}\twritten-anew\t\tthe file was lost; what a restart must know follows as it was said, and other events are lost\tby=halo\n",
            Anew(RecordedPast.Nothing));

    private static string Log(int[] seeds) =>
        LogOf.Events([.. RandomLogTests.Defined(), .. seeds.Select(seed => RandomLogTests.Draw(new Dice(seed)))]);

    private static string Anew(RecordedPast past) =>
        string.Concat(PastLines.Of(past, Now, "the file was lost").Select(line => line.Format() + "\n"));

    private static RecordedPast Replay(string text)
    {
        var past = LogOf.Replay(text);
        Assert.Empty(past.Problems);
        return past;
    }

    /// <summary>The past as text, but for the numbers of lines, of which the order counts, and for objects of which nothing is on record.</summary>
    private static string Text(RecordedPast past)
    {
        var lines = past.Groups.Values.SelectMany(group => group.Definitions).Select(definition => definition.Line).Order().ToList();
        return LogOf.Text(past with
        {
            Hosts = past.Hosts.Where(host => host.Value != new HostPast()).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Groups = past.Groups.Where(group => group.Value != new GroupPast())
                .Select(group => KeyValuePair.Create(group.Key, group.Value with
                {
                    Definitions = [.. group.Value.Definitions.Select(definition => definition with { Line = lines.IndexOf(definition.Line) })],
                }))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        });
    }

    private static string StartText(RecordedPast past) => CanonicalText.Of(LogOf.Start(Config, past));

    private static string Flags(ClusterState state) => string.Join('\n', state.Domains.Select(domain => CanonicalText.Of((
        domain.Hosts.Select(host => $"{host.Deactivated?.By} {IsFenced(host)} {host.LastAttempt}"),
        domain.Groups.Select(group => $"{group.Unmanaged?.By} {group.Held} {group.IsRecorded}"),
        domain.Resources.Select(resource => $"{resource.Failure} {resource.Tainted}")))));

    private static bool IsFenced(HostState host) => host.Fenced is not null || host.Fence is not null || host.OpenIntent is not null;
}
