namespace Halo.Simulator.Checks;

/// <summary>The rule above all, in the world itself: no exclusive resource runs on two hosts, or twice on one, because of HALO.</summary>
internal sealed class TruthCheck(SimulatedWorld world)
{
    /// <summary>
    /// A resource has begun to run. It is HALO's doing when HALO sent the start after the other had begun, or when both are
    /// HALO's. Whoever starts by hand what HALO is starting elsewhere has done it himself, and so has who starts it where HALO looks
    /// while it runs where HALO does not look.
    /// </summary>
    public void Started(ResourceTruth resource, RunningInstance started)
    {
        var (domain, index) = world.PlaceOf(resource.Position);
        if (!world.Config.Domains[domain].IsExclusive(index))
        {
            return;
        }

        if (started.SentAt is not { } sentAt)
        {
            foreach (var group in world.GroupsOf(resource))
            {
                Disown(group);
            }

            return;
        }

        foreach (var host in world.Hosts)
        {
            foreach (var there in host.Truths[resource.Position].Running)
            {
                if (there != started && !there.IsDisowned && (there.SentAt is not null || there.Since <= sentAt))
                {
                    throw new ViolationException("single", $"{world.Shape.Resources[resource.Position].Name} runs on {host.Config.Id} since {there.Since} ms, "
                        + $"and now on {resource.Host.Config.Id} by a start that HALO sent at {sentAt} ms");
                }
            }
        }
    }

    /// <summary>
    /// An administrator has said <c>manage</c>, or has started something of a group: that it runs where HALO is not told to look (as it was
    /// defined before, or on a host that was removed) he takes on himself.
    /// </summary>
    public void Disown(GroupRef place)
    {
        var group = world.Config[place];
        foreach (var host in world.Hosts)
        {
            var mayRun = host.Place.Domain == place.Domain && group.MayRunOn(host.Place.Host);
            foreach (var member in group.Members)
            {
                var truth = world.TruthOf(host, place, member);
                foreach (var instance in truth.Running)
                {
                    instance.IsDisowned |= !mayRun || instance.Edition != world.Shape.Resources[truth.Position].Edition;
                }
            }
        }
    }
}
