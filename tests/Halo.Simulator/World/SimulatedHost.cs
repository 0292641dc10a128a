namespace Halo.Simulator.World;

/// <summary>What a host's kernel does.</summary>
internal enum Kernel
{
    /// <summary>It has no power.</summary>
    Off,

    /// <summary>It has power and does not answer yet.</summary>
    Booting,

    /// <summary>It runs.</summary>
    Up,

    /// <summary>It stands still and will go on where it was: a stopped virtual machine, a hang. What runs there still holds its disks.</summary>
    Frozen,

    /// <summary>It is gone for good until the host is powered off and on.</summary>
    Panicked,
}

/// <summary>A host: its power, its kernel, its remote, and the truth about every resource on it.</summary>
internal sealed class SimulatedHost
{
    private readonly SimulatedWorld _world;
    private readonly List<Action> _held = [];
    private int _epoch;
    private int _boots;
    private int _instances;

    public SimulatedHost(SimulatedWorld world, int index)
    {
        _world = world;
        Index = index;
        Config = world.Config[world.Config.Hosts[index]];
        Truths = [.. world.Shape.Resources.Select((_, position) => new ResourceTruth(world, this, position))];
        Fence = new FenceDevice(world, this);
        BootUp();
    }

    /// <summary>Its position in <see cref="Shape.Hosts"/>.</summary>
    public int Index { get; }

    /// <summary>Where it stands in the configuration as that is now.</summary>
    public HostRef Place => _world.Config.Hosts[Index];

    public HostConfig Config { get; }

    /// <summary>Every resource of the shape, in its order: any of them may have been left here.</summary>
    public ImmutableArray<ResourceTruth> Truths { get; }

    /// <summary>A resource of the host's failover domain.</summary>
    public ResourceTruth this[int resource] => Truths[_world.PositionOf(Place.Domain, resource)];

    public FenceDevice Fence { get; }

    public Kernel Kernel { get; private set; }

    public bool HasPower => Kernel != Kernel.Off;

    /// <summary>Whether its kernel answers whoever knocks.</summary>
    public bool Answers => Kernel == Kernel.Up;

    /// <summary>The running remote; null while there is none.</summary>
    public SimulatedRemote? Remote { get; private set; }

    /// <summary>The version of HALO that is installed there: that of every remote which starts from now on.</summary>
    public string Version { get; private set; } = SimulatedWorld.Version;

    public string BootId => $"{Config.Id}-boot{_boots}";

    /// <summary>Starts and stops that go on, whoever watches them.</summary>
    public List<AgentProcess> Processes { get; } = [];

    /// <summary>Does something on the host, now or when it goes on; never, if it is not the same boot any more.</summary>
    public void Do(Action what)
    {
        if (Kernel == Kernel.Frozen)
        {
            _held.Add(what);
        }
        else if (Answers)
        {
            what();
        }
    }

    public void After(long delay, Action what)
    {
        var epoch = _epoch;
        _world.Time.After(delay, () =>
        {
            if (epoch == _epoch)
            {
                Do(what);
            }
        });
    }

    public void PowerOff()
    {
        if (HasPower)
        {
            End(Kernel.Off);
        }
    }

    public void PowerOn()
    {
        if (!HasPower)
        {
            Boot();
        }
    }

    public void Reboot()
    {
        if (HasPower)
        {
            Boot();
        }
    }

    public void Panic()
    {
        if (HasPower)
        {
            End(Kernel.Panicked);
        }
    }

    public void Freeze(long time)
    {
        if (Kernel != Kernel.Up)
        {
            return;
        }

        Kernel = Kernel.Frozen;
        var epoch = _epoch;
        _world.Time.After(time, () =>
        {
            if (epoch == _epoch)
            {
                Thaw();
            }
        });
    }

    public void Thaw()
    {
        if (Kernel != Kernel.Frozen)
        {
            return;
        }

        Kernel = Kernel.Up;
        var held = _held.ToArray();
        _held.Clear();
        foreach (var what in held)
        {
            Do(what);
        }
    }

    /// <summary>Some version of HALO is installed, and the remote restarted if it is another one.</summary>
    public void Install(string version, long downtime)
    {
        Version = version;
        if (Remote is { } remote && remote.Identity.Version != version)
        {
            RestartRemote(downtime);
        }
    }

    /// <summary>The remote's process ends; after a while another instance begins and finds what the first has left running.</summary>
    public void RestartRemote(long downtime)
    {
        if (Kernel != Kernel.Up || Remote is not { } remote)
        {
            return;
        }

        remote.End();
        Remote = null;
        After(downtime, StartRemote);
    }

    private void StartRemote()
    {
        if (Remote is null)
        {
            Remote = new SimulatedRemote(_world, this, $"{Config.Id}-remote{++_instances}");
        }
    }

    private void Boot()
    {
        End(Kernel.Booting);
        var epoch = _epoch;
        // Longer than the time for which a proof of no power is fresh (rule K4): so is every real boot.
        _world.Time.After(_world.Dice.Between(32_000, 45_000), () =>
        {
            if (epoch == _epoch)
            {
                BootUp();
            }
        });
    }

    private void BootUp()
    {
        _world.Trace?.World($"{Config.Id} is Up");
        Kernel = Kernel.Up;
        _boots++;
        if (_boots == 1)
        {
            StartRemote();
        }
        else
        {
            After(_world.Dice.Between(100, 3_000), StartRemote);
        }
    }

    private void End(Kernel kernel)
    {
        _world.Trace?.World($"{Config.Id} is {kernel}");
        _epoch++;
        Kernel = kernel;
        Remote = null;
        Processes.Clear();
        _held.Clear();
        foreach (var resource in Truths)
        {
            resource.EndWithHost();
        }
    }
}
