namespace Halo.Simulator.World;

/// <summary>What an administrator says to HALO.</summary>
internal static class Administrator
{
    public const string Name = "root";

    /// <summary>A request for one of the hosts, groups or resources of the shape, as the verb demands.</summary>
    public static AdministratorAsked Asks(SimulatedWorld world, AdministratorVerb verb, int position, bool force, string request)
    {
        var (domain, place) = verb switch
        {
            AdministratorVerb.Manage or AdministratorVerb.Unmanage => Place(world.Config.Groups[position % world.Config.Groups.Length]),
            AdministratorVerb.Cleanup => world.PlaceOf(position % world.Schedule.Shape.Resources.Length),
            _ => Place(world.Config.Hosts[position % world.Config.Hosts.Length]),
        };
        return new AdministratorAsked
        {
            Request = request,
            Verb = verb,
            DomainIndex = domain,
            Position = place,
            Force = force,
            Mark = new Mark(Name, "", "it was asked for"),
        };
    }

    private static (int, int) Place(GroupRef group) => (group.Domain, group.Group);

    private static (int, int) Place(HostRef host) => (host.Domain, host.Host);
}

/// <summary>What an administrator does by hand, past HALO: only to groups that are unmanaged.</summary>
internal sealed class Hand(SimulatedWorld world)
{
    public void Do(Fault fault, SimulatedHost wanted)
    {
        var place = world.Config.Groups[fault.Object % world.Config.Groups.Length];
        var group = world.Config[place];
        if (world.Judge.IsManaged(place))
        {
            return;
        }

        var host = group.Hosts.Contains(wanted.Place.Host) && wanted.Place.Domain == place.Domain
            ? wanted
            : world[new HostRef(place.Domain, group.HomeHost)];
        if (fault.Kind is FaultKind.StopsByHand or FaultKind.MovesByHand)
        {
            StopEverywhere(world, place);
        }

        // One who is careful looks first whether it runs elsewhere; it may still be that he cannot see it there.
        var isFree = fault.Way != 0 || !world.Hosts.Any(other => other != host && IsSeen(place, other));
        if (fault.Kind is FaultKind.StartsByHand or FaultKind.MovesByHand && host.Answers && isFree)
        {
            foreach (var member in fault.Way switch { 2 => group.Members[..1], 3 => group.Members[^1..], _ => group.Members })
            {
                host[member].Start();
            }
        }
    }

    /// <summary>Stops a group on every host that answers but one, also as it was defined before and where it may not run any more.</summary>
    public static void StopEverywhere(SimulatedWorld world, GroupRef place, int? but = null)
    {
        foreach (var host in world.Hosts.Where(host => host.Answers && (but is null || host.Place != new HostRef(place.Domain, but.Value))))
        {
            StopOn(world, place, host);
        }
    }

    private static void StopOn(SimulatedWorld world, GroupRef place, SimulatedHost host)
    {
        foreach (var member in world.Config[place].Members.Where(world.Config.Domains[place.Domain].IsExclusive))
        {
            world.TruthOf(host, place, member).Stop();
        }
    }

    /// <summary>Stops what runs of a group as it was defined before, or where it may not run any more.</summary>
    public static void StopStrays(SimulatedWorld world, GroupRef place)
    {
        foreach (var host in world.Hosts.Where(host => host.Answers))
        {
            if (host.Place.Domain != place.Domain || !world.Config[place].MayRunOn(host.Place.Host))
            {
                StopOn(world, place, host);
                continue;
            }

            foreach (var truth in world.Config[place].Members.Reverse().Select(member => world.TruthOf(host, place, member)))
            {
                foreach (var stray in truth.Running.Where(instance => instance.Edition != world.Shape.Resources[truth.Position].Edition).ToArray())
                {
                    truth.Stop(stray.Edition);
                }
            }
        }
    }

    private bool IsSeen(GroupRef place, SimulatedHost host) =>
        world.Config[place].Members.Any(member => world.TruthOf(host, place, member).Runs);
}
