namespace Halo.Simulator.World;

/// <summary>All that a schedule speaks of: hosts, networks and one manager, in virtual time, and the judge who watches.</summary>
internal sealed class SimulatedWorld
{
    /// <summary>The manager's version, and of every remote but an upgraded one's.</summary>
    public const string Version = "1.0";

    /// <summary>Another version, of which the manager knows nothing.</summary>
    public const string NextVersion = "1.1";

    private readonly Link[][] _links;
    private ImmutableArray<ImmutableArray<int>> _positions;

    public SimulatedWorld(Schedule schedule)
    {
        Schedule = schedule;
        Shape = schedule.Shape;
        Config = Shape.ToConfig();
        _positions = Positions();
        Dice = new Dice(schedule.Seed, "world");
        Judge = new Judge(this);
        Hosts = [.. Shape.Hosts.Select((_, index) => new SimulatedHost(this, index))];
        _links = [.. Hosts.Select(host => host.Config.Addresses.Select(_ => new Link(this)).ToArray())];
        PutInPlace();
        Manager = new SimulatedManager(this, "mgmt1");
    }

    public Schedule Schedule { get; }

    /// <summary>The configuration that the manager reads when it starts.</summary>
    public ClusterConfig Config { get; private set; }

    /// <summary>The cluster as the configuration file describes it now.</summary>
    public Shape Shape { get; private set; }

    /// <summary>Somebody edits the configuration file while the manager is down. What runs stays as it is.</summary>
    public void Edit(Shape edited)
    {
        Shape = edited;
        Config = edited.ToConfig();
        _positions = Positions();
    }

    public Timeline Time { get; } = new();

    public Dice Dice { get; }

    public Judge Judge { get; }

    /// <summary>Where the run is written down; null while nobody reads it.</summary>
    public Trace? Trace { get; set; }

    /// <summary>Until when the ping hosts do not answer.</summary>
    public long PingHostsCutUntil { get; set; }

    /// <summary>All hosts, in the order of the shape.</summary>
    public ImmutableArray<SimulatedHost> Hosts { get; }

    public SimulatedManager Manager { get; }

    public SimulatedHost this[HostRef place] => Hosts[Config.Hosts.IndexOf(place)];

    public Link LinkTo(HostRef host, int path) => _links[Config.Hosts.IndexOf(host)][path];

    public IEnumerable<Link> LinksTo(SimulatedHost host) => _links[Hosts.IndexOf(host)];

    public IEnumerable<Link> AllLinks => _links.SelectMany(links => links);

    /// <summary>Where a resource of the shape stands in the configuration.</summary>
    public (int Domain, int Resource) PlaceOf(int resource)
    {
        for (var domain = 0; domain < _positions.Length; domain++)
        {
            if (_positions[domain].IndexOf(resource) is >= 0 and var index)
            {
                return (domain, index);
            }
        }

        throw new InvalidOperationException($"{Shape.Resources[resource].Name} is in no group.");
    }

    /// <summary>The position in the shape of a resource of the configuration.</summary>
    public int PositionOf(int domain, int resource) => _positions[domain][resource];

    /// <summary>What an operation is about, as its request describes it.</summary>
    public Target TargetOf(RunOperation run)
    {
        var position = PositionOf(run.Host.Domain, run.Resource);
        return new Target(position, Shape.Resources[position].Name, Shape.Resources[position].Edition);
    }

    /// <summary>Whether a resource of the configuration really runs on a host as it is defined now.</summary>
    public bool RunsThere(HostRef host, int resource)
    {
        var position = PositionOf(host.Domain, resource);
        return this[host].Truths[position].RunsAs(Shape.Resources[position].Edition);
    }

    public bool ParentsRun(ResourceTruth resource) => GroupsOf(resource)
        .Any(place => Config[place].ParentsOf(PlaceOf(resource.Position).Resource).All(parent => TruthOf(resource.Host, place, parent).Runs));

    public bool DependentsRun(ResourceTruth resource) => GroupsOf(resource)
        .Any(place => Config[place].Descendants(PlaceOf(resource.Position).Resource).Any(below =>
            Config.Domains[place.Domain].IsExclusive(below) && TruthOf(resource.Host, place, below).Runs));

    /// <summary>The truth about a group's member on a host, also on one on which the group may not run (any more).</summary>
    public ResourceTruth TruthOf(SimulatedHost host, GroupRef group, int member) => host.Truths[PositionOf(group.Domain, member)];

    /// <summary>Whether all of a group really runs on one of its hosts.</summary>
    public bool Runs(GroupRef place) => RunsOn(place) is not null;

    public int? RunsOn(GroupRef place)
    {
        var group = Config[place];
        foreach (var host in group.Hosts)
        {
            if (AllRuns(new HostRef(place.Domain, host), group))
            {
                return host;
            }
        }

        return null;
    }

    /// <summary>The groups of which a resource of the shape is a member.</summary>
    public IEnumerable<GroupRef> GroupsOf(ResourceTruth resource)
    {
        var (domain, index) = PlaceOf(resource.Position);
        return Config.Domains[domain].GroupsOfResource[index].Select(group => new GroupRef(domain, group));
    }

    private bool AllRuns(HostRef host, GroupConfig group)
    {
        foreach (var member in group.Members)
        {
            if (!RunsThere(host, member))
            {
                return false;
            }
        }

        return true;
    }

    private ImmutableArray<ImmutableArray<int>> Positions()
    {
        ImmutableArray<string> names = [.. Shape.Resources.Select(resource => resource.Name)];
        return [.. Config.Domains.Select(domain => domain.Resources.Select(resource => names.IndexOf(resource.Id)).ToImmutableArray())];
    }

    private void PutInPlace()
    {
        for (var i = 0; i < Schedule.Shape.Groups.Length; i++)
        {
            if (Schedule.Shape.Groups[i].Runs is not { } name)
            {
                continue;
            }

            var host = Hosts.First(host => host.Config.Id == name);
            foreach (var member in Config[Config.Groups[i]].Members)
            {
                host[member].Start();
            }
        }
    }
}
