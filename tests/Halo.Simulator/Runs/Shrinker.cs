namespace Halo.Simulator.Runs;

/// <summary>Makes a failing schedule small while it fails the same check: fewer faults, shorter, rounder.</summary>
internal static class Shrinker
{
    private const int PlaysAtMost = 600;

    public static Schedule Shrink(Schedule schedule, string check)
    {
        var (smallest, plays) = (schedule, 0);
        bool progress;
        do
        {
            progress = false;
            foreach (var smaller in Candidates(smallest))
            {
                if (++plays > PlaysAtMost)
                {
                    return smallest;
                }

                if (ScheduleRun.Play(smaller).Check == check)
                {
                    (smallest, progress) = (smaller, true);
                    break;
                }
            }
        }
        while (progress);
        return smallest;
    }

    private static IEnumerable<Schedule> Candidates(Schedule schedule)
    {
        for (var half = schedule.Faults.Length / 2; half > 1; half /= 2)
        {
            for (var from = 0; from + half <= schedule.Faults.Length; from += half)
            {
                yield return schedule with { Faults = schedule.Faults.RemoveRange(from, half) };
            }
        }

        for (var i = 0; i < schedule.Faults.Length; i++)
        {
            yield return schedule with { Faults = schedule.Faults.RemoveAt(i) };
        }

        if (schedule.Dead is not null)
        {
            yield return schedule with { Dead = null };
        }

        foreach (var smaller in SmallerShapes(schedule))
        {
            yield return smaller;
        }

        var last = schedule.Faults.IsEmpty ? 0 : schedule.Faults[^1].At;
        if (schedule.HealAt > last + 5_000)
        {
            yield return schedule with { HealAt = last + ((schedule.HealAt - last) / 2) };
        }

        for (var i = 0; i < schedule.Faults.Length; i++)
        {
            var fault = schedule.Faults[i];
            if (fault.For > 1_000)
            {
                yield return schedule with { Faults = schedule.Faults.SetItem(i, fault with { For = fault.For / 2 }) };
            }
        }
    }

    /// <summary>One path each, a group less, a dependent less; hosts that no group needs go.</summary>
    private static IEnumerable<Schedule> SmallerShapes(Schedule schedule)
    {
        var shape = schedule.Shape;
        if (shape.Hosts.Any(host => host.Paths > 1))
        {
            yield return schedule with { Shape = shape with { Hosts = [.. shape.Hosts.Select(host => host with { Paths = 1 })] } };
        }

        foreach (var group in shape.Groups)
        {
            if (shape.Groups.Length > 1)
            {
                yield return Without(schedule, group);
            }
        }

        foreach (var leaf in shape.Resources.Where(resource => !resource.Parents.IsEmpty && !shape.Resources.Any(r => r.Parents.Contains(resource.Name))))
        {
            yield return schedule with { Shape = shape with { Resources = shape.Resources.Remove(leaf) } };
        }
    }

    private static Schedule Without(Schedule schedule, ShapeGroup gone)
    {
        var shape = schedule.Shape;
        var groups = shape.Groups.Remove(gone);
        var kept = shape.Resources.Where(resource => groups.Any(group => Belongs(shape, resource, group.Root)))
            .Select(resource => resource with { Parents = resource.Parents.Remove(gone.Root) });
        ImmutableArray<ShapeHost> hosts = [.. shape.Hosts.Where(host => groups.Any(group => group.Hosts.Contains(host.Name)))];
        var dead = schedule.Dead is { } d ? hosts.IndexOf(shape.Hosts[d.Host]) : -1;
        return schedule with
        {
            Shape = shape with { Groups = groups, Resources = [.. kept], Hosts = hosts },
            Dead = dead >= 0 ? schedule.Dead! with { Host = dead } : null,
        };
    }

    private static bool Belongs(Shape shape, ShapeResource resource, string root) => resource.Name == root
        || resource.Parents.Any(parent => Belongs(shape, shape.Resources.First(other => other.Name == parent), root));
}
