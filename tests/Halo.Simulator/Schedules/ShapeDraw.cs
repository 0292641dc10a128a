namespace Halo.Simulator.Schedules;

/// <summary>Draws a small cluster: mostly a pair, sometimes three hosts, a quad, two pairs, groups without failover, shared resources.</summary>
internal static class ShapeDraw
{
    public static Shape Draw(Dice dice)
    {
        var hosts = new List<ShapeHost>();
        var resources = new List<ShapeResource>();
        var groups = new List<ShapeGroup>();
        var kind = dice.Next(20);
        var domains = kind switch
        {
            < 10 => new[] { 2 },
            < 13 => [3],
            < 15 => [4],
            < 18 => [2, 2],
            < 19 => [2, 1],
            _ => [2, 2, 2],
        };
        foreach (var size in domains)
        {
            AddDomain(dice, size, hosts, resources, groups);
        }

        var detection = dice.Pick([1_500L, 2_000, 3_000]);
        return new Shape
        {
            Hosts = [.. hosts],
            Resources = [.. resources],
            Groups = [.. groups],
            Mode = dice.Chance(4) ? OperatingMode.Observe : OperatingMode.Manage,
            DetectionInterval = detection,
            DetectionTimeout = detection * dice.Between(3, 5),
            UnresponsiveTimeout = dice.Pick([15_000L, 25_000]),
            MonitorInterval = dice.Pick([6_000L, 10_000, 15_000]),
            OperationTimeout = dice.Pick([4_000L, 8_000]),
            FenceWhenAgentDown = dice.Chance(30),
            PingHosts = dice.Chance(20),
        };
    }

    private static void AddDomain(Dice dice, int size, List<ShapeHost> hosts, List<ShapeResource> resources, List<ShapeGroup> groups)
    {
        string[] names = [.. Enumerable.Range(hosts.Count, size).Select(number => $"oss{number:00}")];
        hosts.AddRange(names.Select(name => new ShapeHost(name, dice.Chance(25) ? 2 : 1, dice.Chance(92))));
        var count = size == 1 ? 1 : dice.Next(3) == 0 || size > 2 ? 2 : 1;
        count = count == 2 && dice.Chance(15) ? 3 : count;
        var first = groups.Count;
        for (var i = 0; i < count; i++)
        {
            var number = groups.Count;
            var home = dice.Next(size);
            string[] rest = [.. Enumerable.Range(1, size - 1).Select(step => names[(home + step) % size])];
            var failover = dice.Chance(8) && i > 0 ? [] : rest.Take(size > 2 && dice.Chance(25) ? 1 : rest.Length).ToArray();
            AddGroup(dice, number, names[home], failover, resources, groups);
        }

        if (count > 1 && dice.Chance(count == 2 ? 30 : 60))
        {
            Share(dice, [.. groups.Skip(first).Select(group => group.Root)], first, resources);
        }
    }

    /// <summary>A resource that all groups of a domain need; or each two neighbours share one, so that the first and the last have none in common.</summary>
    private static void Share(Dice dice, string[] roots, int first, List<ShapeResource> resources)
    {
        if (dice.Chance(50))
        {
            resources.Add(new ShapeResource($"log{first}", [.. roots]));
            return;
        }

        for (var i = 1; i < roots.Length; i++)
        {
            resources.Add(new ShapeResource($"log{first + i - 1}", [roots[i - 1], roots[i]]));
        }
    }

    private static void AddGroup(
        Dice dice, int number, string home, string[] failover, List<ShapeResource> resources, List<ShapeGroup> groups)
    {
        var root = $"pool{number}";
        resources.Add(new ShapeResource(root, []));
        var dependents = dice.Next(3);
        for (var i = 0; i < dependents; i++)
        {
            var parent = i > 0 && dice.Chance(40) ? $"ost{number}{i - 1}" : root;
            resources.Add(new ShapeResource($"ost{number}{i}", [parent]));
        }

        ImmutableArray<string> all = [home, .. failover];
        groups.Add(new ShapeGroup(root, all, dice.Chance(60) ? dice.Pick(all) : null));
    }
}
