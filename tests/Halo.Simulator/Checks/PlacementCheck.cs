namespace Halo.Simulator.Checks;

/// <summary>Judges every start and stop by what the manager was told (rules P1 to P9, A3).</summary>
internal sealed class PlacementCheck(SimulatedWorld world, Judge judge)
{
    // A start must not rest on an older proof of no power (rule K4); a log that hangs may hold it up a little.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(32);

    public void Judge(Told told, Instant now, ClusterAction action)
    {
        Demand(action is not RemoteAction { Remote.Version: not SimulatedWorld.Version }, "version",
            $"something is asked of the remote of {world.Config[action.Host].Id}, which is of another version");
        if (action is OpenSession)
        {
            Demand(world.Schedule.Shape.Mode == OperatingMode.Manage, "A3", "a session is opened in observe mode");
        }

        if (action is not RunOperation { Kind: not OperationKind.Monitor } run)
        {
            return;
        }

        var domain = world.Config.Domains[run.Host.Domain];
        var what = $"{run.Kind} of {domain.Resources[run.Resource].Id} on {domain.Hosts[run.Host.Host].Id} ({run.Reason})";
        Demand(world.Schedule.Shape.Mode == OperatingMode.Manage, "A3", $"{what} in observe mode");
        Demand(domain.GroupsOfResource[run.Resource].Any(group => judge.IsManaged(domain.Index, group)), "P5", $"{what} of an unmanaged group");
        Demand(!world.Config.Hosts.Any(host => host.Domain == domain.Index && told.Host(host) is { IsForeign: true, IsConnected: true }), "S1",
            $"{what} in another manager's domain");
        Demand(domain.MayRunOn(run.Resource, run.Host.Host), "P1", $"{what}, where it never runs");
        Demand(!told[domain.Index, run.Resource, run.Host.Host].IsChanging, "P6", $"{what} while another is in flight there");
        JudgeOtherChanges(told, run, domain, what);
        JudgeConflict(told, run, domain, what);
        foreach (var group in domain.GroupsOfResource[run.Resource].Select(index => domain.Groups[index]))
        {
            if (run.Kind == OperationKind.Start && group.Root == run.Resource && domain.IsExclusive(run.Resource))
            {
                Demand(WhyNoProof(told, now, domain, group, run.Host.Host), what);
                JudgeLeaving(told, run, domain, group, what);
            }
        }

        JudgeOrder(told, run, domain, what);
        if (run.Kind == OperationKind.Start)
        {
            var own = told[domain.Index, run.Resource, run.Host.Host];
            Demand(judge.IsActive(run.Host), "P4", $"{what}, which is deactivated");
            Demand(!own.StartFailed, "P8", $"{what}, where a start of it failed");
            Demand(own.Restarts < 3, "P8", $"{what}, its restart number {own.Restarts + 1}");
        }
    }

    /// <summary>P6: one change at a time for groups that share a resource.</summary>
    private static void JudgeOtherChanges(Told told, RunOperation run, FailoverDomain domain, string what)
    {
        var unit = domain.Groups[domain.GroupsOfResource[run.Resource][0]].ChangeUnit;
        for (var resource = 0; resource < domain.Resources.Length; resource++)
        {
            if (domain.Groups[domain.GroupsOfResource[resource][0]].ChangeUnit != unit)
            {
                continue;
            }

            for (var host = 0; host < domain.Hosts.Length; host++)
            {
                Demand(host == run.Host.Host || !told[domain.Index, resource, host].IsChanging, "P6",
                    $"{what} while {domain.Resources[resource].Id} is being changed on {domain.Hosts[host].Id}");
            }
        }
    }

    /// <summary>P9: nobody touches a group that was seen running in two places; a shared resource is touched for another group's sake.</summary>
    private static void JudgeConflict(Told told, RunOperation run, FailoverDomain domain, string what)
    {
        var isFree = domain.GroupsOfResource[run.Resource].Any(index => HostsSeenRunning(told, domain, domain.Groups[index]) < 2);
        Demand(isFree, "P9", $"{what} though its group is seen running on two hosts");
    }

    private static int HostsSeenRunning(Told told, FailoverDomain domain, GroupConfig group) =>
        group.Hosts.Count(host => group.Members.Any(member => domain.IsExclusive(member)
            && told[domain.Index, member, host] is { Counts: true, Last: KnowledgeKind.Running }));

    /// <summary>Why a group could not be started on a host now, were it stopped on the one that it leaves; null when it could (rules P1, P3, P4).</summary>
    public string? WhyNotStarted(Told told, Instant now, FailoverDomain domain, GroupConfig group, int target, int leaving)
    {
        var place = new HostRef(domain.Index, target);
        var name = domain.Hosts[target].Id;
        if (!judge.IsActive(place))
        {
            return $"{name} is deactivated";
        }

        if (!told.Host(place).IsConnected || told.Host(place).IsForeign)
        {
            return $"{name} is not connected";
        }

        foreach (var member in group.Members)
        {
            if (told[domain.Index, member, target].StartFailed)
            {
                return $"{domain.Resources[member].Id} failed on {name}";
            }

            foreach (var host in group.Hosts)
            {
                if (told[domain.Index, member, host].IsChanging)
                {
                    return $"{domain.Resources[member].Id} is being changed on {domain.Hosts[host].Id}";
                }
            }
        }

        return WhyNoProof(told, now, domain, group, target, leaving) is { } missing ? missing.Because : null;
    }

    /// <summary>P1: every exclusive resource is proven stopped on every other host, or this is a restart in place. Null when all proof is there.</summary>
    private static (string Rule, string Because)? WhyNoProof(
        Told told, Instant now, FailoverDomain domain, GroupConfig group, int target, int? leaving = null)
    {
        var root = told[domain.Index, group.Root, target];
        if (!root.IsProvenStopped)
        {
            return ("P1", "it is not proven stopped there");
        }

        foreach (var host in group.Hosts.Where(host => host != target && host != leaving))
        {
            var other = told.Host(new HostRef(domain.Index, host));
            var inPlace = !other.IsConnected && root.SeenRunningAt is { } seen && seen > (other.ContactLostAt ?? new Instant(-1));
            foreach (var member in group.Members.Where(domain.IsExclusive))
            {
                var evidence = told[domain.Index, member, host];
                var isHeld = evidence.Last is KnowledgeKind.Running or KnowledgeKind.Error;
                if (evidence.IsChanging || (!evidence.IsProvenStopped && (!inPlace || isHeld)))
                {
                    return ("P1", $"{domain.Resources[member].Id} is not proven stopped on {domain.Hosts[host].Id}");
                }

                if (!inPlace && evidence.OffAt is { } off && now - off > Freshness)
                {
                    return ("K4", $"the proof that {domain.Hosts[host].Id} has no power is old");
                }
            }
        }

        return null;
    }

    /// <summary>P3: elsewhere than where it last ran only after a stop there, or with that host off.</summary>
    private static void JudgeLeaving(Told told, RunOperation run, FailoverDomain domain, GroupConfig group, string what)
    {
        if (told.LastRan(domain.Index, domain.Groups.IndexOf(group)) is { } last && last != run.Host.Host)
        {
            foreach (var member in group.Members.Where(domain.IsExclusive))
            {
                Demand(told[domain.Index, member, last].WasStopped, "P3",
                    $"{what} though {domain.Resources[member].Id} was not stopped by a stop on {domain.Hosts[last].Id}, where the group last ran");
            }
        }
    }

    /// <summary>P7: parents run before their dependents start, and dependents are gone before their parents stop.</summary>
    private static void JudgeOrder(Told told, RunOperation run, FailoverDomain domain, string what)
    {
        var groups = domain.GroupsOfResource[run.Resource].Select(index => domain.Groups[index]).Where(group => group.MayRunOn(run.Host.Host));
        if (run.Kind == OperationKind.Start)
        {
            Demand(groups.Any(group => group.ParentsOf(run.Resource).All(Runs)), "P7", $"{what} while a parent of it does not run");
            Demand(groups.All(group => group.Descendants(run.Resource).All(below => !domain.IsExclusive(below) || !Runs(below))), "P2",
                $"{what} while a dependent of it runs");
        }
        else
        {
            Demand(groups.All(group => group.Descendants(run.Resource).All(below => !domain.IsExclusive(below) || !Runs(below))), "P7", $"{what} while a dependent of it runs");
        }

        bool Runs(int member) => told[domain.Index, member, run.Host.Host] is { Counts: true, Last: KnowledgeKind.Running, IsInDoubt: false };
    }

    private static void Demand((string Rule, string Because)? missing, string what)
    {
        if (missing is { } demand)
        {
            throw new ViolationException(demand.Rule, $"{what} though {demand.Because}");
        }
    }

    private static void Demand(bool condition, string rule, string otherwise)
    {
        if (!condition)
        {
            throw new ViolationException(rule, otherwise);
        }
    }
}
