namespace Halo.Simulator.World;

/// <summary>
/// One host is dead for good. All that can run must run without it; what dies must run again, however long ago its power was
/// asked; and the groups of the others must be movable among them.
/// </summary>
internal sealed class DoingWithout(SimulatedWorld world, Healing healing, SimulatedHost dead, DeadWay way)
{
    // Longer than a proof of no power is fresh (rule K4).
    private const long Later = 35_000;
    private const long AsksEvery = 10_000;

    // How long HALO may take to fence a host by itself; then the administrator asks for it.
    private const long PatienceWithTheFence = 100_000;

    private Stage _stage;
    private long _since;
    private long _askedAt;
    private string? _request;

    private enum Stage
    {
        /// <summary>All that can run must run.</summary>
        Converging,

        /// <summary>All must have been seen to run since the host was lost, before its fence device is lost too.</summary>
        Settling,

        /// <summary>Its power must have been verified off once.</summary>
        Proving,

        /// <summary>What was verified must be old.</summary>
        Waiting,

        /// <summary>What has died must run again.</summary>
        Restarting,

        /// <summary>The groups of another host must leave it.</summary>
        Leaving,

        /// <summary>And come home.</summary>
        GoingHome,
    }

    /// <summary>The host that was deactivated, to see whether its groups can leave; null before and after.</summary>
    public SimulatedHost? Deactivated { get; private set; }

    /// <summary>The host that the others are asked to do without for a while, and then to come home to; the dead one itself where no edit left another.</summary>
    private SimulatedHost Other { get; } = world.Dice.Pick(
        [.. world.Hosts.Where(host => host.Place.Domain == dead.Place.Domain && host != dead).DefaultIfEmpty(dead)]);

    private bool CanBeProven => way != DeadWay.OffAndMute;

    public void Begin()
    {
        if (way == DeadWay.Panicked)
        {
            dead.Panic();
        }
        else
        {
            dead.PowerOff();
        }

        _since = world.Time.Now;
    }

    /// <summary>Goes on when what was asked is done; returns whether all was.</summary>
    public bool Look(ManagerLife life, bool isWell)
    {
        switch (_stage)
        {
            case Stage.Converging when isWell && !dead.HasPower:
                Enter(way == DeadWay.OffAndMute ? Stage.Settling : Stage.Waiting);
                break;
            case Stage.Settling when world.Time.Now - _since >= Later:
                // Its power need not have been asked yet: perhaps nothing waited for it.
                _request = healing.Ask(life, AdministratorVerb.PowerStatus, world.Hosts.IndexOf(dead));
                Enter(Stage.Proving);
                break;
            case Stage.Proving when HasEnded(life):
                dead.Fence.Misbehave(FaultKind.FenceDead, long.MaxValue);
                Enter(Stage.Waiting);
                break;
            case Stage.Converging when dead.HasPower && world.Time.Now - _since >= PatienceWithTheFence && !IsBeingFenced(life):
                _ = healing.Ask(life, AdministratorVerb.Fence, world.Hosts.IndexOf(dead), force: true);
                break;
            case Stage.Waiting when world.Time.Now - _since >= Later:
                Kill();
                Enter(Stage.Restarting);
                break;
            case Stage.Restarting when isWell && world.Time.Now - _since >= Later:
                if (Other == dead || IsLastActive(life))
                {
                    return true;
                }

                Enter(Stage.Leaving);
                Deactivated = Other;
                AskAgain(life);
                break;
            case Stage.Leaving when HasEnded(life) && MayLeave().All(place => world.RunsOn(place) is { } host && host != Other.Place.Host):
                Deactivated = null;
                _ = healing.Ask(life, AdministratorVerb.Activate, world.Hosts.IndexOf(Other));
                Enter(Stage.GoingHome);
                AskAgain(life);
                break;
            case Stage.GoingHome when HasEnded(life) && MayLeave().Where(IsAtHomeThere).All(place => world.RunsOn(place) == Other.Place.Host):
                return world.Config.Groups.Where(healing.CanRun).All(world.Runs);
            case Stage.Leaving or Stage.GoingHome when world.Time.Now - _askedAt >= AsksEvery:
                AskAgain(life);
                break;
        }

        return false;
    }

    /// <summary>What was asked and is not done, for the message of a failing run.</summary>
    public string Describe() => _stage switch
    {
        Stage.Leaving => $"{Other.Config.Id} was deactivated while {dead.Config.Id} is dead ({way}), and {Said()}",
        Stage.GoingHome => $"groups were to go home to {Other.Config.Id} while {dead.Config.Id} is dead ({way}), and {Said()}",
        Stage.Restarting => $"resources died while {dead.Config.Id} is dead ({way})",
        _ => $"{dead.Config.Id} is dead ({way})",
    };

    /// <summary>Every root that runs in the domain dies: it must be started again, in place where the dead host's power cannot be asked.</summary>
    private void Kill()
    {
        foreach (var place in Places())
        {
            if (world.RunsOn(place) is { } host)
            {
                world[new HostRef(place.Domain, host)][world.Config[place].Root].Stop();
            }
        }
    }

    /// <summary>The groups that must leave the other host, by rule P4: they have a third one, and all proof can be had.</summary>
    private IEnumerable<GroupRef> MayLeave() => Places().Where(place =>
    {
        var hosts = world.Config[place].Hosts;
        return hosts.Contains(Other.Place.Host)
            && hosts.Any(host => host != Other.Place.Host && host != dead.Place.Host)
            && (CanBeProven || !hosts.Contains(dead.Place.Host));
    });

    private bool IsAtHomeThere(GroupRef place) => world.Config[place].HomeHost == Other.Place.Host;

    private IEnumerable<GroupRef> Places() => world.Config.Groups.Where(place => place.Domain == dead.Place.Domain);

    private bool IsBeingFenced(ManagerLife life) => life.State.Domains[dead.Place.Domain].Hosts[dead.Place.Host].Fence is not null;

    /// <summary>Whether deactivating it would be refused (rule A2).</summary>
    private bool IsLastActive(ManagerLife life) => life.State.Domains[dead.Place.Domain].Hosts.Count(host => host.Active) < 2;

    private void Enter(Stage stage)
    {
        (_stage, _since) = (stage, world.Time.Now);
        healing.StartBound();
    }

    private void AskAgain(ManagerLife life)
    {
        _askedAt = world.Time.Now;
        _request = healing.Ask(life, _stage == Stage.Leaving ? AdministratorVerb.Deactivate : AdministratorVerb.Failback, world.Hosts.IndexOf(Other));
    }

    private bool HasEnded(ManagerLife life) => Request(life) is not { Stage: RequestStage.Pending };

    private RequestState? Request(ManagerLife life) =>
        life.State.Domains[dead.Place.Domain].Requests.FirstOrDefault(request => request.Asked.Request == _request);

    private string Said() => world.Manager.Life is { } life && Request(life) is { } request ? $"HALO says: {request.Stage}, {request.Text}" : "HALO says nothing";
}
