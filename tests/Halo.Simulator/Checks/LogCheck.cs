namespace Halo.Simulator.Checks;

/// <summary>What the manager has said is kept: a log that was written replays to the same flags.</summary>
internal static class LogCheck
{
    public static void Died(SimulatedWorld world, ManagerLife life)
    {
        if (life.Log.IsBehind)
        {
            return;
        }

        var (then, now) = (life.State, life.Log.Replay(world.Config, life.State.Mode, life.State.Version, "replay"));
        foreach (var domain in world.Config.Domains)
        {
            var (a, b) = (then.Domains[domain.Index], now.Domains[domain.Index]);
            for (var host = 0; host < domain.Hosts.Length; host++)
            {
                Same(domain.Hosts[host].Id, "deactivated", a.Hosts[host].Deactivated?.By, b.Hosts[host].Deactivated?.By);
                Same(domain.Hosts[host].Id, "last attempt", a.Hosts[host].LastAttempt, b.Hosts[host].LastAttempt);
                Same(domain.Hosts[host].Id, "being fenced", IsBeingFenced(a.Hosts[host]), IsBeingFenced(b.Hosts[host]));
                if (a.Hosts[host].Fence is null)
                {
                    // While it is being fenced it counts as fenced already; in the log that is an intent without an outcome.
                    Same(domain.Hosts[host].Id, "fenced", a.Hosts[host].Fenced?.By, b.Hosts[host].Fenced?.By);
                }

                Same(domain.Hosts[host].Id, "why its fence failed", a.Hosts[host].FenceTrouble, b.Hosts[host].FenceTrouble);
            }

            for (var group = 0; group < domain.Groups.Length; group++)
            {
                Same(domain.Groups[group].Id, "unmanaged", a.Groups[group].Unmanaged?.By, b.Groups[group].Unmanaged?.By);
                Same(domain.Groups[group].Id, "held", a.Groups[group].Held is not null, b.Groups[group].Held is not null);
            }

            for (var i = 0; i < a.Resources.Length; i++)
            {
                var name = $"{domain.Resources[i / domain.Hosts.Length].Id} on {domain.Hosts[i % domain.Hosts.Length].Id}";
                Same(name, "failure", a.Resources[i].Failure?.Kind, b.Resources[i].Failure?.Kind);
                Same(name, "7 proves nothing", a.Resources[i].Tainted, b.Resources[i].Tainted);
            }
        }
    }

    private static bool IsBeingFenced(HostState host) => host.Fence is not null || host.OpenIntent is not null;

    private static void Same<T>(string what, string flag, T before, T after)
    {
        if (!Equals(before, after))
        {
            throw new ViolationException("log", $"{what}: \"{flag}\" was {before?.ToString() ?? "not set"} and is {after?.ToString() ?? "not set"} after a replay of the log");
        }
    }
}
