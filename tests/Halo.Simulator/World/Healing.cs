namespace Halo.Simulator.World;

/// <summary>
/// The second phase: all faults stop, and an administrator looks every few seconds and clears what only he can. Within a bound
/// every managed group must run; one host may stay dead, and then all that can run without it.
/// </summary>
internal sealed class Healing
{
    /// <summary>How long a cluster may take to run again when all faults are over, or something was asked of it, in milliseconds.</summary>
    public const long Bound = 400_000;

    private const long LooksEvery = 5_000;

    private readonly SimulatedWorld _world;
    private readonly DoingWithout? _doingWithout;
    private long _deadline;
    private long _requests;

    public Healing(SimulatedWorld world)
    {
        _world = world;
        if (world.Schedule.Dead is { } dead)
        {
            Dead = world.Hosts[dead.Host];
            _doingWithout = new DoingWithout(world, this, Dead, dead.Way);
        }
    }

    /// <summary>Whether all is as it should be, in truth and for HALO.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The host that does not come back; null where all do.</summary>
    public SimulatedHost? Dead { get; }

    private bool IsManaging => _world.Schedule.Shape.Mode == OperatingMode.Manage;

    public void Begin()
    {
        foreach (var link in _world.AllLinks)
        {
            link.Heal();
        }

        _world.PingHostsCutUntil = 0;
        foreach (var host in _world.Hosts)
        {
            Heal(host);
        }

        _world.Manager.DiesAt = null;
        _world.Manager.Log.Heal();
        _world.Manager.Life?.GoOn();
        _world.Manager.Start();
        StartBound();
        Look();
    }

    /// <summary>From now on the cluster has its whole time again.</summary>
    public void StartBound() => _deadline = _world.Time.Now + Bound;

    /// <summary>Whether a group can run: on some host that is not dead.</summary>
    public bool CanRun(GroupRef place) =>
        _world.Config[place].Hosts.Any(host => new HostRef(place.Domain, host) != Dead?.Place);

    /// <summary>Whether everything runs that can, in truth, and waits for nothing.</summary>
    public bool IsWell(ManagerLife life) => _world.Config.Groups.Where(CanRun).All(place => _world.Runs(place) && !Waits(life, place).Any());

    /// <summary>Asks HALO for something; returns the request's id.</summary>
    public string Ask(ManagerLife life, AdministratorVerb verb, int position, bool force = false)
    {
        var request = $"heal-{++_requests}";
        life.Feed(Administrator.Asks(_world, verb, position, force, request));
        return request;
    }

    private void Heal(SimulatedHost host)
    {
        host.Fence.Behave();
        foreach (var resource in host.Truths)
        {
            resource.Behave();
        }

        if (host == Dead)
        {
            _doingWithout!.Begin();
            return;
        }

        host.Thaw();
        host.Remote?.GoOn();
        if (host.Kernel == Kernel.Panicked)
        {
            host.PowerOff();
        }

        host.PowerOn();
        host.Install(SimulatedWorld.Version, 500);
    }

    private void Look()
    {
        if (!IsManaging)
        {
            IsDone = _world.Time.Now >= _deadline || (_world.Manager.Life is { } observer && IsWell(observer));
        }
        else if (_world.Manager.Life is { } life)
        {
            if (Dead is not null || !IsWell(life))
            {
                Clear(life);
            }

            var isWell = IsWell(life);
            IsDone = _doingWithout is { } without ? without.Look(life, isWell) : isWell;
        }

        if (!IsDone && _world.Time.Now >= _deadline)
        {
            throw new ViolationException("converges", Describe());
        }

        _world.Time.After(LooksEvery, Look);
    }

    /// <summary>What still is not as it should be, for the message of a failing run.</summary>
    private string Describe()
    {
        var wrong = _world.Manager.Life is not { } life ? ["there is no manager"] : _world.Config.Groups
            .Where(place => CanRun(place) && (!_world.Runs(place) || Waits(life, place).Any()))
            .Select(place => $"{_world.Config[place].Id} {(_world.Runs(place) ? "runs and waits" : "does not run")}: "
                + string.Join(", ", Waits(life, place).Select(wait => $"{wait.Reason}, way out: {wait.WayOut}")))
            .Append(_doingWithout?.Describe() ?? "")
            .Where(text => text.Length > 0);
        return string.Join("; ", wrong);
    }

    private IEnumerable<Wait> Waits(ManagerLife life, GroupRef place) =>
        life.State.Domains[place.Domain].Waits.Where(wait => wait.Object == _world.Config[place].Id);

    private void Clear(ManagerLife life)
    {
        for (var i = 0; i < _world.Hosts.Length; i++)
        {
            var host = _world.Hosts[i];
            if (host == Dead)
            {
                continue;
            }

            var state = life.State.Domains[host.Place.Domain].Hosts[host.Place.Host];
            if (!host.HasPower && state.Fence is null)
            {
                host.PowerOn();
            }

            AskIf(state.Fenced is not null && state.Fence is null, life, AdministratorVerb.Reset, i);
            AskIf(!state.Active && _doingWithout?.Deactivated != host, life, AdministratorVerb.Activate, i);
        }

        for (var i = 0; i < _world.Config.Groups.Length; i++)
        {
            var place = _world.Config.Groups[i];
            var state = life.State.Domains[place.Domain].Groups[place.Group];
            if (state.Conflict is not null || IsToldToStop(life, place))
            {
                Hand.StopEverywhere(_world, place, but: KeptHost(place));
            }

            if (state.Held is not null || HasFailed(life, place))
            {
                // Somebody may have said manage without a look: then what runs as it was before is in the way of a stop.
                Hand.StopStrays(_world, place);
            }

            AskIf(state.IsHandsOff, life, AdministratorVerb.Manage, i);
        }

        for (var i = 0; i < _world.Schedule.Shape.Resources.Length; i++)
        {
            var (domain, resource) = _world.PlaceOf(i);
            var isInConflict = _world.Config.Domains[domain].GroupsOfResource[resource]
                .Any(group => life.State.Domains[domain].Groups[group].Conflict is not null);
            var needsIt = _world.Config.Domains[domain].Hosts.Select((_, host) => life.State.Domains[domain][resource, host])
                .Any(state => state.Failure is not null || (state.IsError && (isInConflict || !state.Tainted)));
            AskIf(needsIt, life, AdministratorVerb.Cleanup, i);
        }
    }

    private bool HasFailed(ManagerLife life, GroupRef place) => _world.Config[place].Members.Any(member =>
        _world.Config[place].Hosts.Any(host => life.State.Domains[place.Domain][member, host].Failure is not null));

    /// <summary>Whether the way out of what a group waits for is to stop something of it by hand.</summary>
    private bool IsToldToStop(ManagerLife life, GroupRef place) =>
        Waits(life, place).Any(wait => wait.WayOut.StartsWith("stop ", StringComparison.Ordinal));

    /// <summary>Where the group's root runs: there it is left alone.</summary>
    private int? KeptHost(GroupRef place)
    {
        foreach (var host in _world.Config[place].Hosts)
        {
            if (_world[new HostRef(place.Domain, host)][_world.Config[place].Root].Runs)
            {
                return host;
            }
        }

        return null;
    }

    private void AskIf(bool isNeeded, ManagerLife life, AdministratorVerb verb, int position)
    {
        if (isNeeded)
        {
            _ = Ask(life, verb, position);
        }
    }
}
