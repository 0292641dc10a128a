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

    public Told(ClusterConfig config)
    {
        _config = config;
        _hosts = [.. config.Domains.Select(domain => domain.Hosts.Select(host => new HostTold(host.Addresses.Length)).ToImmutableArray())];
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
                if (Host(opened.Host).Learn(opened))
                {
                    Forget(opened.Host);
                }

                break;
            case PathClosed closed:
                Host(closed.Host).Learn(closed);
                break;
            case SessionOpened opened:
                Adopt(opened);
                break;
            case OperationEnded ended:
                Find(ended.Host, ended.Operation)?.Ended(ended.Outcome, ended.At);
                break;
            case OperationNotRun notRun:
                Find(notRun.Host, notRun.Operation)?.NotRun();
                break;
            case OperationUnanswered unanswered when Find(unanswered.Host, unanswered.Operation) is { IsChanging: false } evidence:
                evidence.NotRun();
                break;
            case PowerAnswered { Answer: PowerAnswer.Off } off:
                Host(off.Host).IsKnownOff = true;
                ProveOff(off.Host);
                break;
            case PowerAnswered { Answer: PowerAnswer.On } on:
                Host(on.Host).IsKnownOff = false;
                break;
        }
    }

    /// <summary>What the engine says that it has forgotten cannot have proven anything: this only makes the model weaker.</summary>
    public void Learn(ClusterEvent happened, Instant now)
    {
        if (happened.Kind == EventKind.Disconnected)
        {
            foreach (var host in _config.Hosts.Where(host => _config[host].Id == happened.Object))
            {
                Forget(host);
                Host(host).Lost(now);
            }
        }
        else if (happened.Kind == EventKind.WindowsAnew)
        {
            WindowsFrom = now;
        }
    }

    public void Learn(ClusterAction action)
    {
        if (action is RunOperation run)
        {
            this[run.Host.Domain, run.Resource, run.Host.Host].Sent(run.Operation, run.Kind, run.Interval == TimeSpan.Zero);
        }
    }

    private void Forget(HostRef host)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            this[host.Domain, resource, host.Host].Forget();
        }
    }

    private void ProveOff(HostRef host)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            this[host.Domain, resource, host.Host].ProvenOff();
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

    private Evidence? Find(HostRef host, string operation)
    {
        for (var resource = 0; resource < _config.Domains[host.Domain].Resources.Length; resource++)
        {
            if (this[host.Domain, resource, host.Host] is { } evidence && evidence.InFlight == operation)
            {
                return evidence;
            }
        }

        return null;
    }
}
