using Halo.Engine.StateLog;

namespace Halo.Simulator.Checks;

/// <summary>
/// What one life of a manager was told, by the inputs alone; a model of its own, written from the rule book. It knows necessary
/// conditions: what it forbids is never right, what it lets pass need not be.
/// </summary>
internal sealed class Told
{
    private readonly ClusterConfig _config;
    private readonly ImmutableArray<ImmutableArray<HostTold>> _hosts;
    private readonly ImmutableArray<ImmutableArray<Evidence>> _evidence;
    private readonly int?[][] _lastRan;

    public Told(ClusterConfig config)
    {
        _config = config;
        _hosts = [.. config.Domains.Select(domain => domain.Hosts.Select(host => new HostTold(host.Addresses.Length)).ToImmutableArray())];
        _lastRan = [.. config.Domains.Select(domain => new int?[domain.Groups.Length])];
        _evidence =
        [
            .. config.Domains.Select(domain => Enumerable.Range(0, domain.Resources.Length * domain.Hosts.Length)
                .Select(_ => new Evidence()).ToImmutableArray()),
        ];
    }

    /// <summary>Silence before this moment does not count.</summary>
    public Instant WindowsFrom { get; private set; }

    public Instant? PingAnsweredAt { get; private set; }

    public HostTold Host(HostRef host) => _hosts[host.Domain][host.Host];

    public Evidence this[int domain, int resource, int host] => _evidence[domain][(resource * _config.Domains[domain].Hosts.Length) + host];

    public void Learn(EngineInput input)
    {
        switch (input)
        {
            case LoopWasLate:
                WindowsFrom = input.At;
                break;
            case PingHostsAsked { Answered: true } ping:
                PingAnsweredAt = ping.SentAt;
                break;
            case PathProbed probed:
                Host(probed.Host).Learn(probed);
                break;
            case PathOpened opened:
                Learn(opened);
                break;
            case PathClosed closed:
                Host(closed.Host).Learn(closed);
                break;
            case SessionRefused { OtherManager: not null } refused when refused.Session > Host(refused.Host).Session:
                Host(refused.Host).IsForeign = true;
                OthersCouldAct(refused.Domain);
                break;
            case SessionOpened opened:
                Learn(opened);
                break;
            case OperationEnded ended:
                Learn(ended);
                break;
            case OperationNotRun notRun:
                Of(notRun.Host, notRun.Operation)?.NotRun();
                break;
            case OperationUnanswered unanswered when Of(unanswered.Host, unanswered.Operation) is { IsChanging: false } evidence:
                evidence.NotRun();
                break;
            // Of a host that answers it is another plug's, or the last answer is out of date; of one that does not, no wrong OFF is drawn.
            case PowerAnswered { Answer: PowerAnswer.Off } off when !Host(off.Host).Answers:
                Host(off.Host).Off(off.At);
                ProveOff(off.Host, off.At);
                break;
            case PowerAnswered { Answer: PowerAnswer.On } on:
                Host(on.Host).IsKnownOff = false;
                break;
        }
    }

    /// <summary>Whether a start or stop failed where the engine says so, or was a restart too many (rule P8).</summary>
    public bool HasFailed(ClusterEvent happened)
    {
        var hasFailed = false;
        Change(happened.Object, happened[EventField.Host], evidence => hasFailed |= evidence.IsTainted || evidence.Starts >= 2);
        return hasFailed;
    }

    /// <summary>What the engine says that it has forgotten cannot have proven anything: this only makes the model weaker.</summary>
    public void Learn(ClusterEvent happened, Instant now)
    {
        if (happened.Kind == EventKind.Disconnected || (happened.Kind == EventKind.Power && happened.Comment.StartsWith("not", StringComparison.Ordinal)))
        {
            foreach (var host in _config.Hosts.Where(host => _config[host].Id == happened.Object))
            {
                Forget(host);
                Host(host).Lost(now);
                Host(host).IsForgotten |= happened.Kind == EventKind.Disconnected;
                Host(host).IsKnownOff &= happened.Kind != EventKind.Power;
            }
        }
        else if (happened.Kind == EventKind.Connected)
        {
            foreach (var host in _config.Hosts.Where(host => _config[host].Id == happened.Object))
            {
                Host(host).IsForgotten = false;
            }
        }
        else if (happened.Kind is EventKind.Manage or EventKind.Cleanup)
        {
            Clean(happened);
        }
        else if (happened.Kind is EventKind.Failed or EventKind.Tainted)
        {
            Change(happened.Object, happened[EventField.Host], evidence => evidence.CountsAsFailed());
        }
        else if (happened.Kind == EventKind.WindowsAnew)
        {
            WindowsFrom = now;
        }
    }

    public void Learn(ClusterAction action)
    {
        if (action is OpenSession open)
        {
            Host(open.Host).Opens(open.Session);
        }
        else if (action is RunOperation run)
        {
            this[run.Host.Domain, run.Resource, run.Host.Host].Sent(run.Operation, run.Kind, run.Interval == TimeSpan.Zero);
        }
    }

    /// <summary>What the log says of earlier lives: where 7 proves nothing (rule K6).</summary>
    public void Recall(ClusterEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Failed or EventKind.Tainted:
                Change(happened.Object, happened[EventField.Host], evidence => evidence.CountsAsFailed());
                break;
            case EventKind.Stopped when happened[RecordedEvents.ProofField] == RecordedEvents.Stop:
                Change(happened.Object, happened[EventField.Host], evidence => evidence.WasStoppedLater());
                break;
            case EventKind.Power when happened[RecordedEvents.ProofField] == RecordedEvents.Off:
            case EventKind.Fence when happened[EventField.Stage] == RecordedEvents.Done:
                Change(null, happened.Object, evidence => evidence.WasStoppedLater());
                break;
        }
    }

    /// <summary>Where a group's root last was seen running; null if nowhere in this life.</summary>
    public int? LastRan(int domain, int group) => _lastRan[domain][group];

    private void Learn(PathOpened opened)
    {
        if (Host(opened.Host).HasSeenOther(opened))
        {
            OthersCouldAct(opened.Domain);
        }

        if (Host(opened.Host).Learn(opened))
        {
            Forget(opened.Host);
        }
    }

    private void Learn(SessionOpened opened)
    {
        if (Host(opened.Host).IsForeign)
        {
            OthersCouldAct(opened.Domain);
        }

        (Host(opened.Host).IsForeign, Host(opened.Host).Session) = (false, opened.Session);
        Adopt(opened);
    }

    /// <summary>Another manager drives, or has driven, a host of the domain: it may have moved what was seen running here.</summary>
    private void OthersCouldAct(int domain)
    {
        foreach (var evidence in _evidence[domain])
        {
            evidence.OthersCouldAct();
        }
    }

    private void Learn(OperationEnded ended)
    {
        if (Find(ended.Host, ended.Operation) is not { } resource)
        {
            return;
        }

        var evidence = this[ended.Host.Domain, resource, ended.Host.Host];
        evidence.Ended(ended.Outcome, ended.At);
        if (Host(ended.Host).IsForgotten)
        {
            // It tells what was last known there; how things are now nobody knows (K3).
            evidence.Forget();
        }

        foreach (var group in _config.Domains[ended.Host.Domain].GroupsOfResource[resource])
        {
            if (evidence.SeenRunningAt == ended.At && _config.Domains[ended.Host.Domain].Groups[group].Root == resource)
            {
                _lastRan[ended.Host.Domain][group] = ended.Host.Host;
            }
        }
    }

    /// <summary>Changes what is known of a resource on a host, of all resources there where none is named; by their names.</summary>
    private void Change(string? resource, string? host, Action<Evidence> change)
    {
        foreach (var place in _config.Hosts.Where(place => _config[place].Id == host))
        {
            var resources = _config.Domains[place.Domain].Resources;
            for (var index = 0; index < resources.Length; index++)
            {
                if (resource is null || resources[index].Id == resource)
                {
                    change(this[place.Domain, index, place.Host]);
                }
            }
        }
    }

    /// <summary>What failed is forgotten; of a group that becomes managed, all is probed afresh.</summary>
    private void Clean(ClusterEvent happened)
    {
        foreach (var domain in _config.Domains)
        {
            for (var resource = 0; resource < domain.Resources.Length; resource++)
            {
                var isMeant = happened.Kind == EventKind.Cleanup
                    ? domain.Resources[resource].Id == happened.Object
                    : domain.GroupsOfResource[resource].Any(group => domain.Groups[group].Id == happened.Object);
                for (var host = 0; isMeant && host < domain.Hosts.Length; host++)
                {
                    var evidence = this[domain.Index, resource, host];
                    evidence.Clean();
                    if (happened.Kind == EventKind.Cleanup)
                    {
                        continue;
                    }

                    evidence.OthersCouldAct();
                    if (evidence.OffAt is null)
                    {
                        evidence.Forget();
                    }
                }
            }
        }
    }

    private void Forget(HostRef host)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            this[host.Domain, resource, host.Host].Forget();
        }
    }

    private void ProveOff(HostRef host, Instant now)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            this[host.Domain, resource, host.Host].ProvenOff(now);
        }
    }

    /// <summary>What the remote reports as in flight is in flight, whoever sent it.</summary>
    private void Adopt(SessionOpened opened)
    {
        var resources = _config.Domains[opened.Domain].Resources;
        foreach (var operation in opened.InFlight)
        {
            for (var resource = 0; resource < resources.Length; resource++)
            {
                if (resources[resource].Id == operation.Resource)
                {
                    this[opened.Domain, resource, opened.Host.Host].Sent(operation.Id, operation.Kind, isProbe: false);
                }
            }
        }
    }

    private Evidence? Of(HostRef host, string operation) =>
        Find(host, operation) is { } resource ? this[host.Domain, resource, host.Host] : null;

    private int? Find(HostRef host, string operation)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            if (this[host.Domain, resource, host.Host].InFlight == operation)
            {
                return resource;
            }
        }

        return null;
    }
}
