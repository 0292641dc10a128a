using FsCheck;
using FsCheck.Fluent;
using Halo.Engine.Tests.Scenarios;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Properties;

/// <summary>
/// Random stories, in the language of the scenarios, so that one that fails can be kept as a file. The simulated world itself
/// is looked at: nothing that must run once ever runs twice, and when all faults are over, everything runs.
/// </summary>
public sealed class RandomStoryTests
{
    private static readonly string[] Cluster =
    [
        "host a at a1 a2", "hosts b c", "a b c have fence agents", "setting ping_hosts 10.0.0.1",
        "group p on a b with d e", "group q on b a c with s", "group r on c b with s f",
        "operations take 100ms", "connect a b c",
    ];

    private static readonly string[] Hosts = ["a", "b", "c"];
    private static readonly string[] Groups = ["p", "q", "r"];
    private static readonly string[] Resources = ["p", "d", "e", "q", "s", "r", "f"];
    private static readonly string[] Operations = ["start", "stop", "monitor"];
    private static readonly string[] Moods = ["works", "fails", "fails and yet works", "says done and stays", "never answers", "takes 20s"];
    private static readonly string[] Durations = ["200ms", "1s", "3s", "6s", "20s"];

    [Fact]
    public void Nothing_ever_runs_twice_and_everything_runs_in_the_end()
    {
        var numbers = Gen.Choose(0, int.MaxValue).ArrayOf(50);
        var arbitrary = Arb.From(numbers, ArbMap.Default.ArbFor<int[]>().Shrinker);

        Prop.ForAll(arbitrary, Play).Check(Cases.Config);
    }

    private static void Play(int[] seeds)
    {
        var story = new Story();
        var told = new List<string>();
        try
        {
            told.AddRange(Cluster);
            story.Play(Cluster);
            foreach (var step in seeds.Select(seed => Draw(new Dice(seed))))
            {
                told.Add(step);
                story.Play([step]);
                AssertNothingRunsTwice(story.Cluster);
            }

            told.AddRange(Healing);
            story.Play(Healing);
            AssertNothingRunsTwice(story.Cluster);
            AssertEverythingRuns(story.Cluster);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{e.Message}\nin the story\n{string.Join('\n', told)}", e);
        }
    }

    private static string Draw(Dice dice)
    {
        var (host, resource) = (Hosts[dice.Next(3)], Resources[dice.Next(7)]);
        var operation = Operations[dice.Next(3)];
        return dice.Next(34) switch
        {
            0 => $"connect {host}",
            1 => $"close {host}",
            2 => $"{host} is silent",
            3 => $"{host} falls silent unnoticed",
            4 => $"{host} is mute",
            5 => $"{host} answers again",
            6 => $"the remote of {host} is restarted",
            7 => $"{host} crashes",
            8 => $"late requests reach {host}",
            9 or 10 => $"{resource} on {host} dies",
            11 => $"{operation} of {resource} on {host} hangs",
            12 => $"{operation} of {resource} on {host} fails with 1",
            13 or 14 => $"{operation} of {resource} on {host} works",
            15 => $"{resource} on {host} says 1 once",
            16 => $"{(dice.Next(2) == 0 ? "unmanage" : "manage")} {Groups[dice.Next(3)]}",
            17 when dice.Next(3) == 0 => "the manager is restarted",
            17 => $"another manager, mgmt2, drives {host}",
            18 => $"no other manager drives {host}",
            19 => $"root deactivates {host}",
            20 => $"root activates {host}",
            21 => $"root fences {host}{(dice.Next(2) == 0 ? " --force" : "")}",
            22 => $"root resets {host}",
            23 => $"root fails back onto {host}",
            24 => $"root cleans up {resource}",
            25 => dice.Next(2) == 0 ? $"root powers on {host}" : $"root asks for the power of {host}",
            26 => $"{host} is powered {(dice.Next(2) == 0 ? "on" : "off")} by hand",
            27 => $"the fence device of {host} {Moods[dice.Next(Moods.Length)]}",
            28 => $"the state log takes {(dice.Next(2) == 0 ? "0s" : "2s")}",
            29 => $"the manager was late by {Durations[dice.Next(5)]}",
            30 => $"the ping hosts {(dice.Next(2) == 0 ? "answer" : "do not answer")}",
            _ => $"tick {Durations[dice.Next(5)]}",
        };
    }

    /// <summary>All faults are over: hosts are on and connect, and the administrators take back what they decided.</summary>
    private static IEnumerable<string> Healing =>
    [
        .. Hosts.Select(host => $"the fence device of {host} works"),
        .. Hosts.Select(host => $"the fence device of {host} takes 0s"),
        "the state log takes 0s",
        .. Hosts.Select(host => $"no other manager drives {host}"),
        .. from host in Hosts
           from resource in Resources
           from operation in Operations
           select $"{operation} of {resource} on {host} works",
        "tick 61s",
        .. Hosts.Select(host => $"{host} is powered on by hand"),
        "the manager is restarted",
        .. Hosts.Select(host => $"connect {host}"),
        .. Hosts.Select(host => $"root activates {host}"),
        .. Hosts.Select(host => $"root resets {host}"),
        .. Groups.Select(group => $"root manages {group}"),
        "tick 10s",
        .. Resources.Select(resource => $"root cleans up {resource}"),
        "tick 60s",
    ];

    private static void AssertNothingRunsTwice(SimulatedCluster cluster)
    {
        var domain = cluster.Config.Domains[0];
        for (var resource = 0; resource < domain.Resources.Length; resource++)
        {
            var on = Hosts.Where((_, host) => cluster[new HostRef(0, host)].Resources[resource].Runs).ToList();
            Assert.False(on.Count > 1 && domain.IsExclusive(resource), $"{domain.Resources[resource].Id} runs on {string.Join(" and ", on)}");
        }
    }

    private static void AssertEverythingRuns(SimulatedCluster cluster)
    {
        foreach (var group in cluster.Config.Domains[0].Groups)
        {
            var runs = group.Hosts.Any(host => group.Members.All(member => cluster[new HostRef(0, host)].Resources[member].Runs));
            Assert.True(runs, $"{group.Id} does not run: {string.Join("; ", cluster.State.Domains[0].Waits)}");
        }
    }
}
