using System.Diagnostics;
using Halo.Engine.Inputs;

namespace Halo.Engine.Bench;

/// <summary>1,000 hosts with 10,000 resources: every decision made once more, and all of them from nothing known to all running.</summary>
internal static class DecisionBench
{
    private const int Hosts = 1_000;
    private const int ResourcesPerHost = 10;

    internal static void Run()
    {
        var cluster = new Cluster(Hosts, ResourcesPerHost);
        var began = Stopwatch.GetTimestamp();
        cluster.ConnectAll();
        cluster.Settle();
        var all = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(
            $"from nothing known to {cluster.Running} resources running on {Hosts} hosts: {all.TotalMilliseconds:F0} ms in {cluster.Steps} steps");

        var times = new double[9];
        for (var round = 0; round < times.Length; round++)
        {
            began = Stopwatch.GetTimestamp();
            for (var domain = 0; domain < cluster.Config.Domains.Length; domain++)
            {
                cluster.Feed(new TimePassed(domain));
            }

            times[round] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"a full decision for {Hosts} hosts with {cluster.Running} resources: {times[times.Length / 2]:F1} ms");
    }
}
