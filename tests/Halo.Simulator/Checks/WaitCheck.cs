namespace Halo.Simulator.Checks;

/// <summary>Whatever does not run, in truth, has one sentence that says what it waits for, as soon as HALO can know.</summary>
internal sealed class WaitCheck
{
    private readonly SimulatedWorld _world;
    private readonly long[] _ranAt;
    private readonly long _patience;

    public WaitCheck(SimulatedWorld world, Judge _)
    {
        _world = world;
        _ranAt = new long[world.Config.Groups.Length];
        var shape = world.Schedule.Shape;

        // The longest that HALO may believe in what is not so: no answer, or monitors that hang to their deadline, twice; and its log hangs.
        _patience = shape.DetectionTimeout + (3 * (shape.MonitorInterval + shape.OperationTimeout)) + 20_000;
    }

    /// <summary>The manager did not run for a while: it can know nothing yet.</summary>
    public void Restart() => Array.Fill(_ranAt, _world.Time.Now);

    public void Judge(EngineInput input, StepResult result)
    {
        if (input is LoopWasLate)
        {
            Restart();
        }

        for (var i = 0; i < _ranAt.Length; i++)
        {
            var place = _world.Config.Groups[i];
            if (place.Domain != input.Domain)
            {
                continue;
            }

            var runs = _world.Runs(place);
            _ranAt[i] = runs ? _world.Time.Now : _ranAt[i];
            var domain = result.State.Domains[place.Domain];
            var group = _world.Config[place];
            if (!runs && _world.Time.Now - _ranAt[i] > _patience
                && !domain.Waits.Any(wait => wait.Object == group.Id))
            {
                throw new ViolationException("waits", $"{group.Id} does not run since {_ranAt[i]} ms, and nothing says what it waits for");
            }
        }
    }
}
