using System.Diagnostics;
using Halo.Engine.Inputs;

namespace Halo.Engine.Bench;

/// <summary>One step of the engine, in clusters of 10 to 10,000 hosts: it costs by the size of the failover domain.</summary>
internal static class StepBench
{
    private const int ResourcesPerHost = 5;
    private const int StepsPerRound = 20_000;
    private const int Rounds = 7;
    private static readonly int[] Sizes = [10, 100, 1_000, 10_000];

    internal static void Run()
    {
        var clusters = Sizes.Select(size => new Cluster(size, ResourcesPerHost)).ToArray();
        foreach (var cluster in clusters)
        {
            cluster.ConnectAll();
            cluster.Settle();
        }

        // In turn, so that what else the machine does hits all of them alike.
        var times = Sizes.Select(_ => new double[Rounds]).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < Sizes.Length; i++)
            {
                var microseconds = Measure(clusters[i]);
                if (round >= 0)
                {
                    times[i][round] = microseconds;
                }
            }
        }

        var medians = times.Select(Median).ToArray();
        for (var i = 0; i < Sizes.Length; i++)
        {
            Console.WriteLine(
                $"a step, {Sizes[i],6} hosts, {Sizes[i] * ResourcesPerHost,6} resources: {medians[i],6:F2} us, ratio to {Sizes[0]} hosts {medians[i] / medians[0]:F2}");
        }
    }

    /// <summary>Probes of hosts all over the cluster: the input that comes most often.</summary>
    private static double Measure(Cluster cluster)
    {
        var hosts = cluster.Config.Hosts;
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < StepsPerRound; i++)
        {
            cluster.Feed(cluster.Probe(hosts[(int)((long)i * 7919 % hosts.Length)], PathAnswer.Answered));
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / StepsPerRound;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
