namespace Halo.Simulator.Runs;

/// <summary>Plays one schedule to its end: faults while the checkers watch, then healing, until all is as it should be.</summary>
internal static class ScheduleRun
{
    public static RunResult Play(Schedule schedule, TextWriter? trace = null)
    {
        var world = new SimulatedWorld(schedule);
        world.Trace = trace is null ? null : new Trace(world, trace);
        try
        {
            new FaultInjector(world).Plan();
            world.Time.RunUntil(schedule.HealAt, static () => false);
            var healing = new Healing(world);
            healing.Begin();
            world.Time.RunUntil(long.MaxValue, () => healing.IsDone);
            return new RunResult { At = world.Time.Now, Steps = world.Judge.Steps, Hits = world.Judge.Hits };
        }
        catch (ViolationException violation)
        {
            return new RunResult
            {
                Check = violation.Check,
                What = violation.Message,
                At = world.Time.Now,
                Steps = world.Judge.Steps,
                Hits = world.Judge.Hits,
            };
        }
    }
}
