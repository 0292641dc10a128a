namespace Halo.Simulator.ManagerProcess;

/// <summary>
/// The disk under the state log. Full: what is to be written stays in the manager's memory. Hanging: the same, and the first to
/// notice has waited 2 s for it. Either is lost with the process.
/// </summary>
internal sealed class LogDisk(SimulatedWorld world)
{
    // After so long the manager says that the log is not written, and goes on (rule F8).
    private const long Patience = 2_000;

    private readonly EncodedLog _log = new();
    private readonly List<ClusterEvent> _waiting = [];
    private bool _isGivenUp;

    public long FullUntil { get; set; }

    public long HangsUntil { get; set; }

    /// <summary>Everything that is on disk, oldest first.</summary>
    public List<ClusterEvent> Durable { get; } = [];

    /// <summary>Whether some lines are in memory only.</summary>
    public bool IsBehind => _waiting.Count > 0;

    /// <summary>Takes the events of a step; after the returned time the step's actions may be carried out.</summary>
    public long Append(IReadOnlyList<ClusterEvent> events)
    {
        if (events.Count == 0)
        {
            return 0;
        }

        _waiting.AddRange(events);
        var hangs = HangsUntil > world.Time.Now;
        if (!hangs && FullUntil <= world.Time.Now)
        {
            Flush();
            return 0;
        }

        var waits = hangs && !_isGivenUp ? Math.Min(Patience, HangsUntil - world.Time.Now) : 0;
        _isGivenUp = true;
        return waits;
    }

    /// <summary>The process dies while it writes these.</summary>
    public void Tear(IReadOnlyList<ClusterEvent> events)
    {
        if (events.Count > 0 && !IsBehind && HangsUntil <= world.Time.Now && FullUntil <= world.Time.Now)
        {
            _log.Tear(events, world.Time.Now, world.Dice.Next(100));
            Durable.AddRange(events.Take(events.Count - 1));
        }
    }

    public void Heal()
    {
        (FullUntil, HangsUntil) = (0, 0);
        Flush();
    }

    public void Crash()
    {
        _waiting.Clear();
        _isGivenUp = false;
    }

    public ClusterState Replay(ClusterConfig config, OperatingMode mode, string version, string run) =>
        _log.Replay(config, mode, version, run);

    private void Flush()
    {
        if (_waiting.Count > 0)
        {
            _log.Append(_waiting, world.Time.Now);
            Durable.AddRange(_waiting);
            _waiting.Clear();
        }

        _isGivenUp = false;
    }
}
