namespace Halo.Simulator.World;

/// <summary>All that a schedule speaks of: hosts, networks and one manager, in virtual time, and the judge who watches.</summary>
internal sealed class SimulatedWorld
{
    public const string Version = "1.0";

    private readonly Link[][] _links;
    private ImmutableArray<string> _edits = [];

    public SimulatedWorld(Schedule schedule)
    {
        Schedule = schedule;
        Config = schedule.Shape.ToConfig();
        Dice = new Dice(schedule.Seed, "world");
        Judge = new Judge(this);
        Hosts = [.. Config.Hosts.Select(host => new SimulatedHost(this, host))];
        _links = [.. Hosts.Select(host => host.Config.Addresses.Select(_ => new Link(this)).ToArray())];
        PutInPlace();
        Manager = new SimulatedManager(this, "mgmt1");
    }

    public Schedule Schedule { get; }

    /// <summary>The configuration that the manager reads when it starts.</summary>
    public ClusterConfig Config { get; private set; }

    /// <summary>Somebody edits the configuration file; the cluster stays the same, a resource of it does not.</summary>
    public void Edit(int resource)
    {
        _edits = _edits.Add(Schedule.Shape.Resources[resource].Name);
        Config = Schedule.Shape.ToConfig(_edits);
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
        var name = Schedule.Shape.Resources[resource].Name;
        foreach (var domain in Config.Domains)
        {
            for (var index = 0; index < domain.Resources.Length; index++)
            {
                if (domain.Resources[index].Id == name)
                {
                    return (domain.Index, index);
                }
            }
        }

        throw new InvalidOperationException($"{name} is in no group.");
    }

    public bool ParentsRun(ResourceTruth resource) => GroupsOf(resource)
        .Any(group => group.ParentsOf(resource.Index).All(parent => resource.Host.Resources[parent].Runs));

    public bool DependentsRun(ResourceTruth resource) => GroupsOf(resource)
        .Any(group => group.Descendants(resource.Index).Any(below =>
            Config.Domains[resource.Host.Place.Domain].IsExclusive(below) && resource.Host.Resources[below].Runs));

    /// <summary>Whether all of a group really runs on one of its hosts.</summary>
    public bool Runs(GroupRef place) => RunsOn(place) is not null;

    public int? RunsOn(GroupRef place)
    {
        var group = Config[place];
        foreach (var host in group.Hosts)
        {
            var resources = this[new HostRef(place.Domain, host)].Resources;
            if (group.Members.All(member => resources[member].Runs))
            {
                return host;
            }
        }

        return null;
    }

    private IEnumerable<GroupConfig> GroupsOf(ResourceTruth resource)
    {
        var domain = Config.Domains[resource.Host.Place.Domain];
        return domain.GroupsOfResource[resource.Index].Select(group => domain.Groups[group]);
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
                host.Resources[member].Start(sentAt: null);
            }
        }
    }
}
