namespace Halo.Engine.Tests.World;

/// <summary>
/// Judges every step of the engine by its inputs and actions alone, with a model of its own that is small enough to be
/// checked by eye. It knows necessary conditions: what it forbids is never right; what it lets pass need not be.
/// </summary>
internal sealed class Referee
{
    private readonly ClusterConfig _config;
    private readonly OperatingMode _mode;
    private readonly SortedDictionary<(int Domain, int Host), Contact> _contacts = [];
    private readonly SortedDictionary<(int Domain, int Resource, int Host), Evidence> _evidence = [];
    private readonly SortedSet<(int Domain, int Group)> _unmanaged = [];

    public Referee(ClusterConfig config, OperatingMode mode)
    {
        _config = config;
        _mode = mode;
        foreach (var host in config.Hosts)
        {
            _contacts.Add((host.Domain, host.Host), new Contact(config[host].Addresses.Length));
            for (var resource = 0; resource < config.Domains[host.Domain].Resources.Length; resource++)
            {
                _evidence.Add((host.Domain, resource, host.Host), new Evidence());
            }
        }
    }

    public void Watch(EngineInput input, ClusterState before, StepResult result)
    {
        if (input.Domain < 0 || input.Domain >= _config.Domains.Length)
        {
            Demand(ReferenceEquals(before, result.State) && result.Actions.IsEmpty, "an input for no domain changed something");
            return;
        }

        Learn(input);
        JudgeContact(input.Domain, input.At);
        foreach (var action in result.Actions)
        {
            Demand(action.Reason.Because.Trim().Length > 0, $"no reason: {action}");
            if (action is RunOperation run)
            {
                Judge(run);
                Apply(run);
            }
            else if (action is OpenSession open)
            {
                var contact = _contacts[(open.Host.Domain, open.Host.Host)];
                (contact.Asked, contact.IsAsking) = ((open.Connection, open.Session), true);
                Demand(_mode == OperatingMode.Manage, "a session was opened in observe mode");
            }
        }

        JudgeTexts(_config.Domains[input.Domain], result.State.Domains[input.Domain], result);
        Demand(result.WakeAt > input.At, "the engine wants to be woken in the past");
    }

    private void Learn(EngineInput input)
    {
        switch (input)
        {
            case HostInput host when !_contacts.ContainsKey((host.Host.Domain, host.Host.Host)):
                break;
            case PathProbed probed:
                ContactOf(probed).Probed(probed);
                break;
            case PathOpened opened:
                if (ContactOf(opened).Opened(opened))
                {
                    ForEach(opened.Host, evidence =>
                    {
                        evidence.Forget();
                        evidence.Sequence = 0;
                    });
                }

                break;
            case PathClosed closed:
                ContactOf(closed).Closed(closed);
                ForEach(closed.Host, evidence => evidence.InFlight =
                    evidence is { IsChanging: false, InFlight.Connection: var c } && c == closed.Connection ? null : evidence.InFlight);
                break;
            case SessionRefused refused when ContactOf(refused).Asked == (refused.Connection, refused.Session):
                ContactOf(refused).Foreign |= refused.OtherManager is not null;
                (ContactOf(refused).IsAsking, ContactOf(refused).SessionOver) = (false, null);
                break;
            case SessionOpened opened when ContactOf(opened) is { IsAsking: true } contact
                && contact.Asked == (opened.Connection, opened.Session):
                (contact.Foreign, contact.IsAsking, contact.SessionOver) = (false, false, opened.Connection);
                DropMonitors(opened.Host);
                Adopt(opened);
                break;
            case OperationEnded ended:
                Learn(ended);
                break;
            case OperationNotRun notRun when Find(notRun.Host, notRun.Operation) is { } evidence
                && (!evidence.IsChanging || ContactOf(notRun).IsInSession):
                evidence.InFlight = null;
                break;
            case OperationUnanswered unanswered when Find(unanswered.Host, unanswered.Operation) is { IsChanging: false } evidence:
                evidence.InFlight = null;
                break;
            case AdministratorAsked { Verb: AdministratorVerb.Manage or AdministratorVerb.Unmanage } asked
                when asked.Position >= 0 && asked.Position < _config.Domains[asked.Domain].Groups.Length:
                Learn(asked);
                break;
        }
    }

    private void Learn(OperationEnded ended)
    {
        if (Find(ended.Host, ended.Operation) is not { InFlight: { } operation } evidence)
        {
            return;
        }

        evidence.InFlight = null;
        if (operation.Kind == OperationKind.Monitor && ended.Outcome.Sequence != 0 && ended.Outcome.Sequence <= evidence.Sequence)
        {
            return;
        }

        evidence.Sequence = Math.Max(evidence.Sequence, ended.Outcome.Sequence);
        evidence.Ended(operation.Kind, operation.IsProbe, ended.Outcome, ended.At);
    }

    /// <summary>What the remote reports as in flight is in flight, whoever sent it (K6).</summary>
    private void Adopt(SessionOpened opened)
    {
        var resources = _config.Domains[opened.Domain].Resources;
        foreach (var operation in opened.InFlight.Where(operation => operation.Kind != OperationKind.Monitor))
        {
            for (var resource = 0; resource < resources.Length; resource++)
            {
                var evidence = _evidence[(opened.Domain, resource, opened.Host.Host)];
                if (string.Equals(resources[resource].Id, operation.Resource, StringComparison.Ordinal) && !evidence.IsChanging
                    && _config.Domains[opened.Domain].MayRunOn(resource, opened.Host.Host))
                {
                    evidence.Sent();
                    evidence.InFlight = (operation.Id, operation.Kind, opened.Connection, false);
                }
            }
        }
    }

    private void Learn(AdministratorAsked asked)
    {
        var group = _config.Domains[asked.Domain].Groups[asked.Position];
        var changed = asked.Verb == AdministratorVerb.Manage
            ? _unmanaged.Remove((asked.Domain, asked.Position))
            : _unmanaged.Add((asked.Domain, asked.Position)) && false;
        if (changed)
        {
            foreach (var member in group.Members)
            {
                foreach (var host in group.Hosts)
                {
                    _evidence[(asked.Domain, member, host)].Forget();
                }
            }
        }
    }

    /// <summary>A host that is lost proves nothing any more (K3).</summary>
    private void JudgeContact(int domain, Instant now)
    {
        foreach (var ((_, host), contact) in _contacts.Where(c => c.Key.Domain == domain))
        {
            if (contact.IsLost(now, _config.Settings.DetectionTimeout))
            {
                contact.Lose(now);
                ForEach(new HostRef(domain, host), evidence => evidence.Forget());
            }
            else if (contact is { Foreign: true, IsConnected: false })
            {
                ForEach(new HostRef(domain, host), evidence => evidence.Forget());
            }

            contact.SettleAt(now);
        }
    }

    private void Judge(RunOperation run)
    {
        var domain = _config.Domains[run.Host.Domain];
        var evidence = _evidence[(run.Host.Domain, run.Resource, run.Host.Host)];
        var what = $"{run.Kind} of {domain.Resources[run.Resource].Id} on {domain.Hosts[run.Host.Host].Id}";
        Demand(!evidence.IsChanging, $"{what} while a {evidence.InFlight?.Kind} is in flight there (P6)");
        Demand(evidence.InFlight is not { } other || other.Connection != run.Connection, $"{what} while a monitor is in flight there (P6)");
        Demand(domain.MayRunOn(run.Resource, run.Host.Host), $"{what}, where it never runs");
        if (run.Kind == OperationKind.Monitor)
        {
            return;
        }

        var groups = domain.GroupsOfResource[run.Resource];
        Demand(_mode == OperatingMode.Manage && run.Session is not null, $"{what} without a session (A3)");
        Demand(groups.Any(group => !_unmanaged.Contains((run.Host.Domain, group))), $"{what} of an unmanaged group (P5)");
        Demand(!_contacts.Any(c => c.Key.Domain == run.Host.Domain && c.Value is { Foreign: true, IsConnected: true }),
            $"{what} in another manager's domain (S1)");
        JudgeOtherChanges(run, domain, what);
        if (run.Kind == OperationKind.Start)
        {
            JudgeStart(run, domain, what);
        }
    }

    private void JudgeOtherChanges(RunOperation run, FailoverDomain domain, string what)
    {
        var unit = domain.Groups[domain.GroupsOfResource[run.Resource][0]].ChangeUnit;
        foreach (var ((d, resource, host), evidence) in _evidence)
        {
            var conflicts = d == run.Host.Domain && evidence.IsChanging
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
            var inPlace = !contact.IsConnected && seenHere is { } seen && seen > (contact.LostAt ?? new Instant(-1));
            foreach (var member in group.Members.Where(domain.IsExclusive))
            {
                var evidence = _evidence[(run.Host.Domain, member, host)];
                Demand(!evidence.IsChanging && (evidence.ProvesStopped || (inPlace && !evidence.IsHeld)),
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
        own.InFlight = (run.Operation, run.Kind, run.Connection, run.Interval == TimeSpan.Zero);
        if (run.Kind != OperationKind.Monitor)
        {
            own.Sent();
        }
    }

    /// <summary>Everything that is not as it should be is explained, in whole sentences.</summary>
    private static void JudgeTexts(FailoverDomain domain, DomainState state, StepResult result)
    {
        foreach (var wait in state.Waits)
        {
            Demand(IsWhole(wait.Reason.Because) && IsWhole(wait.WayOut), $"a wait that does not explain itself: {wait}");
        }

        foreach (var refusal in state.Refusals)
        {
            Demand(IsWhole(refusal.Reason.Because) && IsWhole(refusal.Wanted), $"a refusal that does not explain itself: {refusal}");
        }

        for (var g = 0; g < domain.Groups.Length; g++)
        {
            var group = domain.Groups[g];
            var isComplete = group.Hosts.Any(host => group.Members.All(member => state[member, host].IsRunning));
            Demand(isComplete || state.Waits.Any(wait => string.Equals(wait.Object, group.Id, StringComparison.Ordinal)),
                $"{group.Id} does not run completely and nothing says why");
        }

        Demand(result.Ignored is not { } ignored || IsWhole(ignored), "an input was ignored without a reason");
    }

    private static bool IsWhole(string text) =>
        text.Trim().Length > 0 && !text.EndsWith(": ", StringComparison.Ordinal) && !text.Contains("()", StringComparison.Ordinal);

    private Contact ContactOf(HostInput input) => _contacts[(input.Host.Domain, input.Host.Host)];

    private void DropMonitors(HostRef host) =>
        ForEach(host, evidence => evidence.InFlight = evidence.IsChanging ? evidence.InFlight : null);

    private void ForEach(HostRef host, Action<Evidence> what)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            what(_evidence[(host.Domain, resource, host.Host)]);
        }
    }

    private Evidence? Find(HostRef host, string operation)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            if (_evidence.TryGetValue((host.Domain, resource, host.Host), out var evidence)
                && string.Equals(evidence.InFlight?.Id, operation, StringComparison.Ordinal))
            {
                return evidence;
            }
        }

        return null;
    }

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new RefereeException(otherwise);
        }
    }
}

/// <summary>The engine did something that it must never do.</summary>
internal sealed class RefereeException(string foul) : Exception($"The referee saw a foul: {foul}.");
