namespace Halo.Simulator.World;

/// <summary>
/// The second phase: all faults stop, and an administrator looks every few seconds and clears what only he can. Within a bound
/// every managed group must run.
/// </summary>
internal sealed class Healing(SimulatedWorld world)
{
    private const long LooksEvery = 5_000;
    private long _requests;

    /// <summary>Whether all is as it should be, in truth and for HALO.</summary>
    public bool IsDone { get; private set; }

    public void Begin()
    {
        foreach (var link in world.AllLinks)
        {
            link.Heal();
        }

        world.PingHostsCutUntil = 0;
        foreach (var host in world.Hosts)
        {
            host.Fence.Behave();
            foreach (var resource in host.Resources)
            {
                resource.Behave();
            }

            host.Thaw();
            host.Remote?.GoOn();
            if (host.Kernel == Kernel.Panicked)
            {
                host.PowerOff();
            }

            host.PowerOn();
        }

        world.Manager.DiesAt = null;
        world.Manager.Log.Heal();
        world.Manager.Life?.GoOn();
        world.Manager.Start();
        Look();
    }

    /// <summary>What still is not as it should be, for the message of a failing run.</summary>
    public string Describe() => string.Join("; ", world.Config.Groups
        .Where(place => !world.Runs(place))
        .Select(place => $"{world.Config[place].Id} does not run: {Waits(place)}")
        .DefaultIfEmpty(string.Join("; ", world.Manager.Life!.State.Domains.SelectMany(domain => domain.Waits))));

    private string Waits(GroupRef place) => string.Join(", ", world.Manager.Life!.State.Domains[place.Domain].Waits
        .Where(wait => wait.Object == world.Config[place].Id).Select(wait => $"{wait.Reason}, way out: {wait.WayOut}"));

    private void Look()
    {
        if (world.Manager.Life is { } life)
        {
            IsDone = world.Config.Groups.All(world.Runs) && life.State.Domains.All(domain => domain.Waits.IsEmpty);
            if (!IsDone && world.Schedule.Shape.Mode == OperatingMode.Manage)
            {
                Clear(life);
            }
        }

        world.Time.After(LooksEvery, Look);
    }

    private void Clear(ManagerLife life)
    {
        for (var i = 0; i < world.Hosts.Length; i++)
        {
            var host = world.Hosts[i];
            var state = life.State.Domains[host.Place.Domain].Hosts[host.Place.Host];
            if (!host.HasPower && state.Fence is null)
            {
                host.PowerOn();
            }

            Ask(life, AdministratorVerb.Reset, i, state.Fenced is not null && state.Fence is null);
            Ask(life, AdministratorVerb.Activate, i, !state.Active);
        }

        for (var i = 0; i < world.Config.Groups.Length; i++)
        {
            var place = world.Config.Groups[i];
            var state = life.State.Domains[place.Domain].Groups[place.Group];
            if (state.Conflict is not null || IsToldToStop(life, place))
            {
                Hand.StopEverywhere(world, place, but: KeptHost(place));
            }

            Ask(life, AdministratorVerb.Manage, i, state.IsHandsOff);
        }

        for (var i = 0; i < world.Schedule.Shape.Resources.Length; i++)
        {
            var (domain, resource) = world.PlaceOf(i);
            var needsIt = world.Config.Domains[domain].Hosts.Select((_, host) => life.State.Domains[domain][resource, host])
                .Any(state => state.Failure is not null || state is { IsError: true, Tainted: false });
            Ask(life, AdministratorVerb.Cleanup, i, needsIt);
        }
    }

    /// <summary>Whether the way out of what a group waits for is to stop something of it by hand.</summary>
    private bool IsToldToStop(ManagerLife life, GroupRef place) => life.State.Domains[place.Domain].Waits
        .Any(wait => wait.Object == world.Config[place].Id && wait.WayOut.StartsWith("stop ", StringComparison.Ordinal));

    /// <summary>Where the group's root runs: there it is left alone.</summary>
    private int? KeptHost(GroupRef place)
    {
        foreach (var host in world.Config[place].Hosts)
        {
            if (world[new HostRef(place.Domain, host)].Resources[world.Config[place].Root].Runs)
            {
                return host;
            }
        }

        return null;
    }

    private void Ask(ManagerLife life, AdministratorVerb verb, int position, bool isNeeded)
    {
        if (isNeeded)
        {
            life.Feed(Administrator.Asks(world, verb, position, force: false, $"heal-{++_requests}"));
        }
    }
}
