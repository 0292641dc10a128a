namespace Halo.Simulator.ManagerProcess;

/// <summary>Asks the ping hosts whether the manager itself is cut off (rule F6).</summary>
internal sealed class PingProber
{
    private readonly SimulatedWorld _world;
    private readonly ManagerLife _life;

    public PingProber(SimulatedWorld world, ManagerLife life)
    {
        _world = world;
        _life = life;
        Ask();
    }

    private void Ask()
    {
        var sentAt = _life.Now;
        var answers = _world.PingHostsCutUntil <= _world.Time.Now;
        _life.After(answers ? 3 : 1_000, () =>
        {
            _life.Feed(new PingHostsAsked { SentAt = sentAt, Answered = answers });
            _life.After(_world.Schedule.Shape.DetectionInterval, Ask);
        });
    }
}
