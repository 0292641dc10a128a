namespace Halo.Lab.Soaking;

/// <summary>What a seed draws: a laboratory, and rounds of faults without end. The same seed draws the same.</summary>
internal sealed class SoakDraw
{
    private const int MostFaults = 4;
    private static readonly TimeSpan LastFault = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(30);

    private readonly Random _random;
    private readonly IReadOnlyList<FaultMenu.Place> _places;
    private int _round;

    /// <summary>Draws the laboratory.</summary>
    public SoakDraw(int seed)
    {
        _random = new Random(seed);
        Plan = new LaboratoryPlan
        {
            Storage = ["ext4", "zfs"],
            Fence = Pick("powerman", "ipmilan", "redfish"),
            MmpInterval = Pick(0, 1),
            Settings = ["detection_timeout=3s", "unresponsive_timeout=15s", $"on_agent_down={Pick("wait", "fence")}"],
            MutualTls = Pick(false, true),
        };
        _places = FaultMenu.Of(Plan);
    }

    /// <summary>The laboratory.</summary>
    public LaboratoryPlan Plan { get; }

    /// <summary>Draws the next round.</summary>
    public SoakRound Next()
    {
        var places = _places.ToList();
        var faults = new List<SoakFault>();
        for (var count = _random.Next(1, MostFaults + 1); count > 0; count--)
        {
            var place = DrawPlace(places);
            places.Remove(place);
            faults.Add(place.Choices[_random.Next(place.Choices.Count)](_random) with
            {
                At = LastFault * _random.NextDouble(),
                Lasts = TimeSpan.FromSeconds(1) + (LongestFault * _random.NextDouble()),
            });
        }

        return new SoakRound(++_round, [.. faults.OrderBy(fault => fault.At)], FailsBack: Pick(false, true));
    }

    private FaultMenu.Place DrawPlace(List<FaultMenu.Place> places)
    {
        var ticket = _random.Next(places.Sum(place => place.Weight));
        return places.First(place => (ticket -= place.Weight) < 0);
    }

    private T Pick<T>(params ReadOnlySpan<T> from) => from[_random.Next(from.Length)];
}
