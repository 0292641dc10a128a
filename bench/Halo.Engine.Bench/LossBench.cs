using System.Diagnostics;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;

namespace Halo.Engine.Bench;

/// <summary>
/// With 1,000 hosts in the state, one falls silent: the engine's own time from the step that finds it lost to the first call of
/// its fence agent.
/// </summary>
internal static class LossBench
{
    private const int Hosts = 1_000;

    internal static void Run()
    {
        var cluster = new Cluster(Hosts, 10);
        cluster.ConnectAll();
        cluster.Settle();
        var times = new List<double>();
        for (var domain = 0; domain < 100; domain++)
        {
            times.Add(Lose(cluster, domain));
        }

        times.Sort();
        Console.WriteLine(
            $"from host lost to the first fence action, {Hosts} hosts: median {times[times.Count / 2]:F0} us, worst {times[^1]:F0} us of {times.Count}");
    }

    private static double Lose(Cluster cluster, int domain)
    {
        var (lost, partner) = (new HostRef(domain, 0), new HostRef(domain, 1));
        cluster.Feed(cluster.Probe(lost, PathAnswer.Silent));
        cluster.Now += cluster.Config.Settings.DetectionTimeout + TimeSpan.FromMilliseconds(1);
        var began = Stopwatch.GetTimestamp();
        cluster.Feed(cluster.Probe(lost, PathAnswer.Silent));
        cluster.Feed(cluster.Probe(partner, PathAnswer.Answered));
        for (var i = 0; i < 100; i++)
        {
            var result = cluster.Feed(new TimePassed(domain));
            if (result.Actions.Any(action => action is CallFenceAgent) || cluster.State.Domains[domain].Hosts[0].PowerCall is not null)
            {
                return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            }

            cluster.Settle();
            if (cluster.State.Domains[domain].Hosts[0].PowerCall is not null)
            {
                return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            }
        }

        throw new InvalidOperationException($"{cluster.Config[lost].Id} was not fenced.");
    }
}
