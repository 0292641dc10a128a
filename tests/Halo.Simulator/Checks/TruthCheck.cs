namespace Halo.Simulator.Checks;

/// <summary>The rule above all, in the world itself: no exclusive resource runs on two hosts because of HALO.</summary>
internal sealed class TruthCheck(SimulatedWorld world)
{
    /// <summary>
    /// A resource has begun to run. It is HALO's doing when HALO sent the start after the other had begun, or when both are
    /// HALO's. Whoever starts by hand what HALO is starting elsewhere has done it himself.
    /// </summary>
    public void Started(ResourceTruth started)
    {
        var domain = world.Config.Domains[started.Host.Place.Domain];
        if (!domain.IsExclusive(started.Index) || started.SentAt is not { } sentAt)
        {
            return;
        }

        foreach (var other in world.Hosts)
        {
            if (other.Place.Domain != domain.Index || other == started.Host || !other.Resources[started.Index].Runs)
            {
                continue;
            }

            var there = other.Resources[started.Index];
            if (there.SentAt is not null || there.Since <= sentAt)
            {
                throw new ViolationException("single", $"{domain.Resources[started.Index].Id} runs on {other.Config.Id} since {there.Since} ms, "
                    + $"and now on {started.Host.Config.Id} by a start that HALO sent at {sentAt} ms");
            }
        }
    }
}
