using FsCheck;
using FsCheck.Fluent;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Properties;

/// <summary>
/// The engine is total: inputs that no world would send, in any order, do not make it throw, and the referee sees no foul.
/// </summary>
public sealed class ChaosTests
{
    internal static readonly ClusterConfig Config = new ClusterBuilder
    {
        Settings = Settings.Default with { OnAgentDown = OnAgentDown.Fence, PingHosts = ["10.0.0.1"] },
    }
        .Host("a", "a1", "a2").Host("b").Host("c")
        .FenceAgent("a").FenceAgent("b")
        .Group("p", ["a", "b"], "d", "e")
        .Group("q", ["b", "a", "c"], "s")
        .Group("r", ["c", "b"], "s", "f")
        .Build();

    [Theory]
    [InlineData(OperatingMode.Manage)]
    [InlineData(OperatingMode.Observe)]
    public void Never_throws_and_never_commits_a_foul(OperatingMode mode)
    {
        var numbers = Gen.Choose(0, int.MaxValue).ArrayOf(400);
        var arbitrary = Arb.From(numbers, ArbMap.Default.ArbFor<int[]>().Shrinker);

        Prop.ForAll(arbitrary, seeds => Play(mode, seeds).Events is not null).Check(Cases.Config);
    }

    /// <summary>Plays one case; tells in which state the engine ended, and all that happened.</summary>
    internal static (ClusterState State, List<ClusterEvent> Events) Play(OperatingMode mode, int[] seeds)
    {
        var state = ClusterState.AtStart(Config, mode, SimulatedCluster.Version, "run1");
        var referee = new Referee(Config, mode);
        var now = new Instant(0);
        var told = new List<EngineInput>();
        var events = new List<ClusterEvent>();
        foreach (var seed in seeds)
        {
            var dice = new Dice(seed);
            now += TimeSpan.FromMilliseconds(dice.Next(5) == 0 ? dice.Next(15_000) : dice.Next(300));
            var input = Draw(dice, state, now);
            told.Add(input);
            try
            {
                var result = ClusterEngine.Step(Config, state, input);
                referee.Watch(input, state, result);
                state = result.State;
                events.AddRange(result.Events);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"{e.Message}\nafter\n{string.Join('\n', told.Select(CanonicalText.Of))}", e);
            }
        }

        return (state, events);
    }

    private static EngineInput Draw(Dice dice, ClusterState state, Instant now)
    {
        var host = dice.Next(20) == 0 ? new HostRef(dice.Next(3) - 1, dice.Next(6) - 1) : new HostRef(0, dice.Next(3));
        var isKnown = host is { Domain: 0, Host: >= 0 and < 3 };
        var contact = isKnown ? state.Domains[0].Hosts[host.Host] : null;
        var connection = dice.Next(8) == 0 ? dice.Next(40) : contact?.Operating?.Number ?? dice.Next(40);
        var operation = dice.Next(8) == 0 ? $"run1-0-{dice.Next(60)}" : InFlight(dice, state, host);
        return dice.Next(16) switch
        {
            0 => new PathProbed { At = now, Host = host, Path = dice.Next(3), Answer = (PathAnswer)dice.Next(6), SentAt = new Instant(now.Milliseconds - dice.Next(2000)), Detail = "why" },
            1 or 2 => new PathOpened
            {
                At = now,
                Host = host,
                Path = dice.Next(8) == 0 ? 7 : 0,
                Connection = now.Milliseconds + 100,
                SentAt = now,
                Remote = new RemoteIdentity(dice.Next(15) == 0 ? "2.0" : SimulatedCluster.Version, $"instance-{dice.Next(2)}", "boot"),
                LastSession = dice.Next(5),
                InFlight = Foreign(dice),
            },
            3 when dice.Next(3) == 0 => new PathClosed { At = now, Host = host, Path = 0, Connection = connection, Why = "closed" },
            3 or 4 => new SessionOpened
            {
                At = now,
                Host = host,
                Connection = connection,
                Session = contact?.Session.Number ?? 1,
                InFlight = Foreign(dice),
            },
            5 when dice.Next(4) == 0 => new SessionRefused
            {
                At = now,
                Host = host,
                Connection = connection,
                Session = contact?.Session.Number ?? 1,
                OtherManager = dice.Next(2) == 0 ? "mgmt2" : null,
                Why = "refused",
                LastSession = dice.Next(5),
            },
            6 when dice.Next(3) == 0 => new OperationNotRun { At = now, Host = host, Operation = operation, Why = "never got it" },
            6 when dice.Next(3) == 0 => new OperationUnanswered { At = now, Host = host, Operation = operation },
            7 => new AdministratorAsked
            {
                At = now,
                Request = $"r{now.Milliseconds}-{dice.Next(20)}",
                Verb = (AdministratorVerb)dice.Next(Enum.GetValues<AdministratorVerb>().Length),
                DomainIndex = dice.Next(20) == 0 ? dice.Next(4) - 1 : 0,
                Position = Odd(dice) ?? dice.Next(4),
                Force = dice.Next(3) == 0,
                Mark = new Mark(dice.Next(9) == 0 ? "halo" : "root", "", ""),
            },
            9 => new IntentRecorded { At = now, Host = host, Attempt = OddNumber(dice) ?? contact?.Fence?.Number ?? 1 },
            10 or 11 => new PowerAnswered
            {
                At = now,
                Host = host,
                Call = OddNumber(dice) ?? contact?.LastPowerCall ?? 1,
                Answer = (PowerAnswer)dice.Next(4),
                Why = dice.Next(2) == 0 ? "" : "why",
            },
            12 when dice.Next(6) == 0 => Happened(dice, now),
            13 => new PathProbed { At = now, Host = host, Path = dice.Next(2), Answer = PathAnswer.Silent, SentAt = now },
            8 => new TimePassed(dice.Next(10) == 0 ? 3 : 0) { At = now },
            _ => new OperationEnded { At = now, Host = host, Operation = operation, Outcome = Outcome(dice) },
        };
    }

    private static ClusterInput Happened(Dice dice, Instant now) => dice.Next(4) switch
    {
        0 => new LoopWasLate { At = now, By = TimeSpan.FromSeconds(dice.Next(100)) },
        1 => new ClearAsked { At = now, By = "root" },
        _ => new PingHostsAsked { At = now, SentAt = new Instant(now.Milliseconds - dice.Next(5000)), Answered = dice.Next(2) == 0 },
    };

    /// <summary>Now and then a number that nobody in his senses would send.</summary>
    private static int? Odd(Dice dice) => dice.Next(20) > 0 ? null : new[] { -1, int.MinValue, int.MaxValue, 99 }[dice.Next(4)];

    private static long? OddNumber(Dice dice) => dice.Next(10) > 0 ? null : new[] { -1, 0, long.MinValue, long.MaxValue, 2 }[dice.Next(5)];

    private static AgentOutcome Outcome(Dice dice) => new()
    {
        Kind = dice.Next(10) == 0 ? (OutcomeKind)dice.Next(5) : OutcomeKind.Exited,
        ExitCode = new[] { 7, 7, 7, 7, 0, 0, 0, 1, 5, 190 }[dice.Next(10)],
        Sequence = dice.Next(4) == 0 ? dice.Next(10) : 0,
        LeftBehind = dice.Next(15) == 0 ? ["a process"] : [],
    };

    private static ImmutableArray<ForeignOperation> Foreign(Dice dice) => dice.Next(10) > 0
        ? []
        : [new ForeignOperation($"run0-0-{dice.Next(9)}", "pdesqrf"[dice.Next(7)].ToString(), (OperationKind)dice.Next(3))];

    private static string InFlight(Dice dice, ClusterState state, HostRef host)
    {
        var candidates = host is { Domain: 0, Host: >= 0 and < 3 }
            ? state.Domains[0].Resources.Where((resource, i) => i % 3 == host.Host && resource.InFlight is not null).ToList()
            : [];
        return candidates.Count == 0 ? "nothing" : candidates[dice.Next(candidates.Count)].InFlight!.Id;
    }
}
