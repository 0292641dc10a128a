namespace Halo.Engine.Tests.World;

/// <summary>What the referee demands of starts, stops and monitors.</summary>
internal sealed partial class Referee
{
    private void Judge(RunOperation run)
    {
        var domain = _config.Domains[run.Host.Domain];
        var evidence = _evidence[(run.Host.Domain, run.Resource, run.Host.Host)];
        var what = $"{run.Kind} of {domain.Resources[run.Resource].Id} on {domain.Hosts[run.Host.Host].Id}";
        Demand(!evidence.IsChanging, $"{what} while a {evidence.InFlight?.Kind} is in flight there (P6)");
        Demand(evidence.InFlight is not { } other || other.Connection != run.Connection || evidence.MayBeAskedAfresh, $"{what} while a monitor is in flight there (P6)");
        Demand(domain.MayRunOn(run.Resource, run.Host.Host), $"{what}, where it never runs");
        if (run.Kind == OperationKind.Monitor)
        {
            return;
        }

        var groups = domain.GroupsOfResource[run.Resource];
        Demand(_mode == OperatingMode.Manage && run.Session is not null, $"{what} without a session (A3)");
        Demand(groups.Any(group => !_unmanaged.Contains(domain.Groups[group].Id)), $"{what} of an unmanaged group (P5)");
        Demand(!_contacts.Any(c => c.Key.Domain == run.Host.Domain && c.Value.Foreign && IsConnected(c.Key.Domain, c.Key.Host)),
            $"{what} in another manager's domain (S1)");
        var fence = _fences[(run.Host.Domain, run.Host.Host)];
        Demand(!fence.IsGoingOn || fence.AnnouncedIn == _step, $"{what}, which is being fenced (P3)");
        JudgeOtherChanges(run, domain, what);
        if (run.Kind == OperationKind.Start)
        {
            Demand(!_deactivated.Contains(domain.Hosts[run.Host.Host].Id), $"{what}, which is deactivated (P4)");
            JudgeStart(run, domain, what);
        }
    }

    private void JudgeOtherChanges(RunOperation run, FailoverDomain domain, string what)
    {
        var unit = domain.Groups[domain.GroupsOfResource[run.Resource][0]].ChangeUnit;
        foreach (var ((_, resource, host), evidence) in _evidence.Where(e => e.Key.Domain == run.Host.Domain))
        {
            var conflicts = evidence.IsChanging
                && domain.GroupsOfResource[resource].Any(g => domain.Groups[g].ChangeUnit == unit)
                && (host != run.Host.Host || evidence.InFlight!.Value.Kind != run.Kind);
            Demand(!conflicts, $"{what} while a {evidence.InFlight?.Kind} of {domain.Resources[resource].Id} is in flight on {domain.Hosts[host].Id} (P6)");
        }
    }

    private void JudgeStart(RunOperation run, FailoverDomain domain, string what)
    {
        var own = _evidence[(run.Host.Domain, run.Resource, run.Host.Host)];
        Demand(own.ProvesStopped, $"{what}, where it is not proven stopped (P1)");
        foreach (var group in domain.GroupsOfResource[run.Resource].Select(g => domain.Groups[g]))
        {
            if (group.Root != run.Resource)
            {
                var parents = group.Parents[group.Members.IndexOf(run.Resource)];
                Demand(domain.GroupsOfResource[run.Resource].Length > 1 || parents.All(parent =>
                    _evidence[(run.Host.Domain, parent, run.Host.Host)].Runs), $"{what} while its parent does not run (P7)");
                Demand(!domain.IsExclusive(run.Resource) || !group.Hosts.Any(host => host != run.Host.Host
                    && _evidence[(run.Host.Domain, run.Resource, host)] is { IsHeld: true } or { IsChanging: true }),
                    $"{what}, which may run on another host (P1)");
            }
            else if (domain.IsExclusive(run.Resource))
            {
                JudgeRootStart(run, domain, group, what);
            }
        }
    }

    private void JudgeRootStart(RunOperation run, FailoverDomain domain, GroupConfig group, string what)
    {
        foreach (var member in group.Members.Where(domain.IsExclusive))
        {
            var below = _evidence[(run.Host.Domain, member, run.Host.Host)];
            Demand(below is { Runs: false, IsChanging: false, StopIsUnverified: false } || member == group.Root,
                $"{what} while {domain.Resources[member].Id} runs above it (P2)");
        }

        var seenHere = _evidence[(run.Host.Domain, group.Root, run.Host.Host)].SeenRunningAt;
        foreach (var host in group.Hosts.Where(host => host != run.Host.Host))
        {
            var contact = _contacts[(run.Host.Domain, host)];
            var power = _power[(run.Host.Domain, host)];
            var inPlace = !IsConnected(run.Host.Domain, host) && seenHere is { } seen && seen > (contact.LostAt ?? new Instant(-1));
            foreach (var member in group.Members.Where(domain.IsExclusive))
            {
                var evidence = _evidence[(run.Host.Domain, member, host)];
                Demand(!evidence.IsChanging && (evidence.ProvesStopped || power.IsFresh(_now) || (inPlace && !evidence.IsHeld)),
                    $"{what} while {domain.Resources[member].Id} is not proven stopped on {domain.Hosts[host].Id} (P1)");
            }
        }
    }

    private void Apply(RunOperation run)
    {
        foreach (var ((domain, _, host), evidence) in _evidence)
        {
            if (domain == run.Host.Domain && host == run.Host.Host && !evidence.IsChanging
                && evidence.InFlight is { } operation && operation.Connection != run.Connection)
            {
                evidence.InFlight = null;
            }
        }

        var own = _evidence[(run.Host.Domain, run.Resource, run.Host.Host)];
        own.MayBeAskedAfresh = false;
        own.InFlight = (run.Operation, run.Kind, run.Connection, run.Interval == TimeSpan.Zero);
        if (run.Kind != OperationKind.Monitor)
        {
            own.Sent();
        }
    }
}
