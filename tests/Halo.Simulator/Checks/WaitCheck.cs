namespace Halo.Simulator.Checks;

/// <summary>Whatever does not run, in truth, has one sentence that says what it waits for, as soon as HALO can know.</summary>
internal sealed class WaitCheck
{
    // How long the manager waits for the answer to a monitor.
    private const long AnswerDeadline = 30_000;

    // What is known of a silent host is forgotten after this at the latest (rule K3).
    private const long SessionLifetime = 10_000;

    private readonly SimulatedWorld _world;
    private readonly long[] _wasWellAt;
    private readonly long _patience;

    public WaitCheck(SimulatedWorld world, Judge _)
    {
        _world = world;
        _wasWellAt = new long[world.Config.Groups.Length];
        _patience = Patience(world.Schedule);
    }

    /// <summary>The longest that HALO may believe in what is not so, by what can keep it from learning better in this run.</summary>
    private static long Patience(Schedule schedule)
    {
        var (interval, deadline) = (schedule.Shape.MonitorInterval, schedule.Shape.OperationTimeout);

        // It died right after a monitor; the next one takes its whole time, and so does the one that confirms it.
        var patience = interval + (2 * deadline);
        if (schedule.Faults.Any(fault => fault.Kind is FaultKind.AgentMissing or FaultKind.SoftwareMissing or FaultKind.MonitorFails
            or FaultKind.MonitorHangs or FaultKind.MonitorSaysSeven))
        {
            // Answers that change every time are asked for at the usual interval.
            patience += 2 * (interval + deadline);
        }

        if (schedule.Faults.Any(fault => fault.Kind is <= FaultKind.LocalTrouble or FaultKind.Freeze or FaultKind.RemoteHang or FaultKind.RemoteRestart
            or FaultKind.RemoteUpgraded or FaultKind.Reboot or FaultKind.OtherManager))
        {
            // Two monitors in a row are not answered, though the host answers otherwise.
            patience += 2 * (interval + AnswerDeadline);
        }

        // Or its host is gone; and the log hangs.
        return patience + SessionLifetime + 5_000;
    }

    /// <summary>The manager did not run for a while: it can know nothing yet.</summary>
    public void Restart() => Array.Fill(_wasWellAt, _world.Time.Now);

    public void Judge(EngineInput input, StepResult result)
    {
        if (input is LoopWasLate)
        {
            Restart();
        }

        for (var i = 0; i < _wasWellAt.Length; i++)
        {
            var place = _world.Config.Groups[i];
            if (place.Domain != input.Domain)
            {
                continue;
            }

            var domain = result.State.Domains[place.Domain];
            var group = _world.Config[place];
            if (_world.Runs(place) || domain.Waits.Any(wait => wait.Object == group.Id))
            {
                // One trouble may follow another: each is given its own time to be seen.
                _wasWellAt[i] = _world.Time.Now;
            }
            else if (_world.Time.Now - _wasWellAt[i] > _patience)
            {
                throw new ViolationException("waits", $"{group.Id} does not run since {_wasWellAt[i]} ms, and nothing says what it waits for");
            }
        }
    }
}
