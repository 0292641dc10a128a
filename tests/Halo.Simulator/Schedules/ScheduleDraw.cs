namespace Halo.Simulator.Schedules;

/// <summary>
/// Draws a whole schedule from a seed. Each run has a few kinds of faults only (a swarm): what all kinds together hide, one of
/// them alone may show.
/// </summary>
internal static class ScheduleDraw
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    private const int DeadPercent = 20;

    private static readonly DeadWay[] DeadWays = Enum.GetValues<DeadWay>();
    private static readonly AdministratorVerb[] Verbs = Enum.GetValues<AdministratorVerb>();

    public static Schedule Draw(long seed)
    {
        var shape = ShapeDraw.Draw(new Dice(seed, "shape"));
        var dice = new Dice(seed, "faults");
        var swarm = DrawSwarm(dice);
        var length = dice.Between(30_000, 110_000);
        var count = (int)dice.Between(2, 12);
        var faults = Enumerable.Range(0, count).Select(_ => DrawFault(dice, shape, dice.Pick(swarm), length));
        return new Schedule
        {
            Seed = seed,
            Shape = shape,
            Faults = [.. faults.OrderBy(fault => fault.At)],
            HealAt = length,
            Dead = DrawDead(new Dice(seed, "dead"), shape),
        };
    }

    /// <summary>Sometimes a host stays dead: one that can be verified off, with another in its failover domain.</summary>
    private static DeadHost? DrawDead(Dice dice, Shape shape)
    {
        if (!dice.Chance(DeadPercent))
        {
            return null;
        }

        var candidates = Enumerable.Range(0, shape.Hosts.Length)
            .Where(host => shape.Hosts[host].Fence && shape.Groups.Any(group => group.Hosts.Length > 1 && group.Hosts.Contains(shape.Hosts[host].Name)))
            .ToArray();
        return candidates.Length == 0 ? null : new DeadHost(dice.Pick(candidates), dice.Pick(DeadWays));
    }

    /// <summary>Some kinds, and often what makes them matter: a host that is lost, an administrator who says something.</summary>
    private static FaultKind[] DrawSwarm(Dice dice)
    {
        var swarm = new List<FaultKind>();
        for (var i = dice.Between(1, 6); i > 0; i--)
        {
            swarm.Add(dice.Pick(Kinds));
        }

        if (dice.Chance(50))
        {
            swarm.Add(dice.Pick([FaultKind.PowerCut, FaultKind.Freeze, FaultKind.Reboot, FaultKind.CutPath, FaultKind.Panic]));
        }

        if (dice.Chance(40))
        {
            swarm.AddRange([FaultKind.Asks, FaultKind.Asks]);
        }

        if (dice.Chance(10))
        {
            swarm.AddRange([FaultKind.Asks, FaultKind.Asks, FaultKind.Asks, FaultKind.MovesByHand, FaultKind.StartsByHand, FaultKind.StopsByHand, FaultKind.Dies]);
        }

        if (swarm.Contains(FaultKind.FenceWrongPlug))
        {
            // It matters to a host whose power is asked while the other plug's host has none.
            swarm.AddRange([FaultKind.FenceWrongPlug, FaultKind.PowerCut, FaultKind.Asks, FaultKind.Asks]);
        }

        if (swarm.Contains(FaultKind.OtherManager))
        {
            // It gets only what the first has lost for a while.
            swarm.AddRange([FaultKind.OtherManager, FaultKind.OtherManager, FaultKind.CutPath, FaultKind.CutPath,
                dice.Pick([FaultKind.ManagerStopped, FaultKind.ManagerKilled, FaultKind.CutManager])]);
        }

        return [.. swarm];
    }

    private static Fault DrawFault(Dice dice, Shape shape, FaultKind kind, long length) => new(dice.Between(500, length), kind)
    {
        Host = kind switch
        {
            FaultKind.CutHosts => dice.Next(1 << shape.Hosts.Length),
            FaultKind.Asks => dice.Next(24),
            _ => dice.Next(shape.Hosts.Length),
        },
        Path = dice.Next(2),
        Object = kind switch
        {
            FaultKind.Asks => (int)dice.Pick(Verbs),
            FaultKind.StartsByHand or FaultKind.StopsByHand or FaultKind.MovesByHand => dice.Next(shape.Groups.Length),
            _ => dice.Next(shape.Resources.Length),
        },
        Way = dice.Next(4),
        For = dice.Chance(50) ? dice.Between(200, 8_000) : dice.Between(5_000, 60_000),
    };
}
