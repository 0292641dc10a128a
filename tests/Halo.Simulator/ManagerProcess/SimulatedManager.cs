namespace Halo.Simulator.ManagerProcess;

/// <summary>At which point of a step the manager's process ends.</summary>
internal enum DyingPoint
{
    /// <summary>The engine has decided, nothing was written.</summary>
    BeforeAppend,

    /// <summary>The power failed while the last line was written.</summary>
    InAppend,

    /// <summary>All is written, nothing was carried out.</summary>
    BeforeActions,

    /// <summary>The first action was carried out, the others were not.</summary>
    AfterFirstAction,
}

/// <summary>The management service: its state log outlives it, its lives know nothing of each other.</summary>
internal sealed class SimulatedManager
{
    private readonly SimulatedWorld _world;
    private int _lives;

    public SimulatedManager(SimulatedWorld world, string name)
    {
        _world = world;
        Name = name;
        Log = new LogDisk(world);
        world.Time.At(0, Start);
    }

    public string Name { get; }

    public LogDisk Log { get; }

    /// <summary>The life that goes on; null while the process is not there.</summary>
    public ManagerLife? Life { get; private set; }

    /// <summary>Where the next step that it waits for ends the process; null where none does.</summary>
    public DyingPoint? DiesAt { get; set; }

    /// <summary>Whether that is the next step that only writes events, not the next that decides something.</summary>
    public bool DiesWriting { get; set; }

    /// <summary>For how long it is gone then.</summary>
    public long DeadFor { get; set; }

    public void Start()
    {
        if (Life is not null)
        {
            return;
        }

        var shape = _world.Schedule.Shape;
        var state = Log.Replay(_world.Config, shape.Mode, SimulatedWorld.Version, $"{Name}-run{++_lives}");
        Life = new ManagerLife(_world, this, state);
        _world.Trace?.World($"{Name} begins");
        _world.Judge.Began(Life);
        Life.Begin();
    }

    /// <summary>The process ends at once; systemd or somebody starts it again later.</summary>
    public void Kill(long deadFor)
    {
        if (Life is not { } life)
        {
            return;
        }

        _world.Trace?.World($"{Name} ends");
        life.End();
        Life = null;
        Log.Crash();
        _world.Time.After(deadFor, Start);
    }
}
