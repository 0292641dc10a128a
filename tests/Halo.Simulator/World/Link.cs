namespace Halo.Simulator.World;

/// <summary>
/// The network between the manager and one address of a host. Nothing that was sent is lost for good while a connection's two
/// ends live (TCP sends it again): it is late, stuck until the path heals, out of order, or doubled.
/// </summary>
internal sealed class Link(SimulatedWorld world)
{
    private readonly List<(bool ToHost, Action Deliver)> _stuck = [];

    /// <summary>Until when nothing goes to the host, and nothing comes from it.</summary>
    public long CutToHost { get; private set; }

    public long CutFromHost { get; private set; }

    public long SlowUntil { get; set; }

    public long LossyUntil { get; set; }

    public long RepeatingUntil { get; set; }

    /// <summary>Until when the manager's own trouble (a name, a descriptor) keeps it from trying.</summary>
    public long LocalTroubleUntil { get; set; }

    /// <summary>Cuts it: way 1 only to the host, 2 only from it, any other both directions.</summary>
    public void Cut(int way, long time)
    {
        var until = world.Time.Now + time;
        CutToHost = way is not 2 ? Math.Max(CutToHost, until) : CutToHost;
        CutFromHost = way is not 1 ? Math.Max(CutFromHost, until) : CutFromHost;
        world.Time.After(time, Release);
    }

    public void Heal()
    {
        (CutToHost, CutFromHost, SlowUntil, LossyUntil, RepeatingUntil, LocalTroubleUntil) = (0, 0, 0, 0, 0, 0);
        Release();
    }

    public void Send(bool toHost, Action deliver)
    {
        Transmit(toHost, deliver);
        if (RepeatingUntil > world.Time.Now && world.Dice.Chance(30))
        {
            Transmit(toHost, deliver);
        }
    }

    private void Transmit(bool toHost, Action deliver)
    {
        var now = world.Time.Now;
        var delay = world.Dice.Between(1, 4);
        delay += SlowUntil > now ? world.Dice.Between(0, 3_000) : 0;
        delay += LossyUntil > now && world.Dice.Chance(40) ? world.Dice.Between(200, 6_000) : 0;
        world.Time.After(delay, () => Arrive(toHost, deliver));
    }

    private void Arrive(bool toHost, Action deliver)
    {
        if ((toHost ? CutToHost : CutFromHost) > world.Time.Now)
        {
            _stuck.Add((toHost, deliver));
        }
        else
        {
            deliver();
        }
    }

    private void Release()
    {
        var stuck = _stuck.ToArray();
        _stuck.Clear();
        foreach (var (toHost, deliver) in stuck)
        {
            world.Time.After(world.Dice.Between(1, 1_500), () => Arrive(toHost, deliver));
        }
    }
}
