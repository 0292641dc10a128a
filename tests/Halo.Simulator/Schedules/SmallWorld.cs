namespace Halo.Simulator.Schedules;

/// <summary>
/// A world so small that everything can be tried in it: two hosts, one group, and every sequence of a handful of faults and
/// commands, eight seconds apart.
/// </summary>
internal static class SmallWorld
{
    private const long Apart = 8_000;

    private static readonly Shape Pair = new()
    {
        Hosts = [new ShapeHost("oss00", 1, Fence: true), new ShapeHost("oss01", 1, Fence: true)],
        Resources = [new ShapeResource("pool0", []), new ShapeResource("ost00", ["pool0"])],
        Groups = [new ShapeGroup("pool0", ["oss00", "oss01"], Runs: "oss00")],
        DetectionInterval = 1_500,
        DetectionTimeout = 4_500,
        MonitorInterval = 6_000,
        OperationTimeout = 4_000,
    };

    private static readonly ImmutableArray<Fault> Choices =
    [
        new(0, FaultKind.CutPath) { For = 12_000 },
        new(0, FaultKind.CutPath) { Host = 1, For = 30_000 },
        new(0, FaultKind.PowerCut),
        new(0, FaultKind.Freeze) { For = 12_000 },
        new(0, FaultKind.RemoteRestart) { For = 1_000 },
        new(0, FaultKind.Dies),
        new(0, FaultKind.StartFails) { Host = 1, For = 20_000 },
        new(0, FaultKind.FenceClaimsOff) { For = 20_000 },
        new(0, FaultKind.ManagerKilled) { For = 1_000 },
        new(0, FaultKind.ManagerDiesInStep) { Way = (int)ManagerProcess.DyingPoint.BeforeActions, For = 1_000 },
        Asks(AdministratorVerb.Unmanage, 0),
        Asks(AdministratorVerb.Manage, 0),
        Asks(AdministratorVerb.Deactivate, 0),
        Asks(AdministratorVerb.Fence, 0),
        new(0, FaultKind.MovesByHand) { Host = 1, Way = 1 },
    ];

    /// <summary>Every sequence of so many faults.</summary>
    public static IEnumerable<Schedule> All(int depth)
    {
        var count = (long)Math.Pow(Choices.Length, depth);
        for (var number = 0L; number < count; number++)
        {
            yield return new Schedule { Seed = number, Shape = Pair, Faults = Sequence(number, depth), HealAt = (depth + 2) * Apart };
        }
    }

    private static ImmutableArray<Fault> Sequence(long number, int depth)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>(depth);
        for (var i = 0; i < depth; i++)
        {
            faults.Add(Choices[(int)(number % Choices.Length)] with { At = (i + 1) * Apart });
            number /= Choices.Length;
        }

        return faults.MoveToImmutable();
    }

    private static Fault Asks(AdministratorVerb verb, int position) => new(0, FaultKind.Asks) { Object = (int)verb, Host = position };
}
