namespace Halo.Simulator.World;

/// <summary>
/// A second HALO, configured for the same cluster by mistake. Its network is never cut. Like the first it touches a failover domain only
/// while no host of it is in another's session, and starts only what it knows to be stopped everywhere else: on hosts that it drives
/// itself, and on hosts without power.
/// </summary>
internal sealed class OtherManager(SimulatedWorld world)
{
    private const string Name = "mgmt2";
    private const long PingsEvery = 1_000;

    // It is new to what it takes over: it must have monitored everything twice.
    private const long LearnsFor = 3_000;
    private const int MovesPercent = 15;
    private const int StopsPercent = 3;

    private readonly SortedDictionary<int, long> _drivenSince = [];

    /// <summary>It wants these hosts, asks again and again, and drives each as long as it is not refused.</summary>
    public void Wants(ImmutableArray<SimulatedHost> hosts, long until)
    {
        foreach (var host in hosts)
        {
            var index = world.Hosts.IndexOf(host);
            if (host.Remote is not { Answers: true, Identity.Version: SimulatedWorld.Version } remote || !remote.Sessions.TakeOver(Name))
            {
                _ = _drivenSince.Remove(index);
            }
            else
            {
                _ = _drivenSince.TryAdd(index, world.Time.Now);
            }
        }

        foreach (var place in world.Config.Groups.Where(place => place.Domain == hosts[0].Place.Domain))
        {
            Act(place);
        }

        if (world.Time.Now + PingsEvery < until)
        {
            world.Time.After(PingsEvery, () => Wants(hosts, until));
        }
    }

    private void Act(GroupRef place)
    {
        var group = world.Config[place];
        var all = world.Hosts.Where(host => host.Place.Domain == place.Domain).ToImmutableArray();
        ImmutableArray<SimulatedHost> driven = [.. group.Hosts.Select(host => world[new HostRef(place.Domain, host)]).Where(Drives)];
        if (driven.IsEmpty || !all.All(host => Drives(host) || !host.HasPower) || all.Any(host => IsBusy(host, place, group)))
        {
            return;
        }

        var holders = driven.Where(host => group.Members.Any(member => IsExclusive(place, member) && host[member].Runs)).ToImmutableArray();
        if (holders.Length > 1)
        {
            return;
        }

        if (holders.IsEmpty)
        {
            Start(group, driven[0]);
        }
        else if (world.Dice.Chance(MovesPercent))
        {
            Stop(place, holders[0]);
            Start(group, world.Dice.Pick(driven));
        }
        else if (world.Dice.Chance(StopsPercent))
        {
            Stop(place, holders[0]);
        }
    }

    private bool Drives(SimulatedHost host) => host.Remote is { Answers: true } remote && remote.Sessions.Owner == Name
        && _drivenSince.TryGetValue(world.Hosts.IndexOf(host), out var since) && world.Time.Now - since >= LearnsFor;

    /// <summary>Something of the group is in flight there, whoever sent it, or was left behind.</summary>
    private bool IsBusy(SimulatedHost host, GroupRef place, GroupConfig group) =>
        host.Processes.Any(process => group.Members.Any(member => world.PositionOf(place.Domain, member) == process.Request.Target.Position))
        || group.Members.Any(member => world.TruthOf(host, place, member).Left.Count > 0);

    private void Start(GroupConfig group, SimulatedHost host)
    {
        world.Trace?.World($"{Name} starts {group.Id} on {host.Config.Id}");
        foreach (var member in group.Members)
        {
            host[member].Start();
        }
    }

    private void Stop(GroupRef place, SimulatedHost host)
    {
        world.Trace?.World($"{Name} stops {world.Config[place].Id} on {host.Config.Id}");
        foreach (var member in world.Config[place].Members.Reverse().Where(member => IsExclusive(place, member)))
        {
            host[member].Stop();
        }
    }

    private bool IsExclusive(GroupRef place, int resource) => world.Config.Domains[place.Domain].IsExclusive(resource);
}
