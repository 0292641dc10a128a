using Halo.Engine.StateLog;

namespace Halo.Engine.Turns;

/// <summary>
/// The working copy of one failover domain during one step: what the step has changed so far, and what it has decided. It
/// lives no longer than the step, so that <see cref="ClusterEngine.Step"/> stays pure.
/// </summary>
internal sealed class DomainTurn
{
    private readonly ClusterState _cluster;
    private readonly HostState[] _hosts;
    private readonly GroupState[] _groups;
    private readonly ResourceState[] _resources;
    private readonly bool[] _isAwaited;
    private readonly List<RequestState> _requests;
    private readonly ImmutableArray<ClusterEvent>.Builder _events = ImmutableArray.CreateBuilder<ClusterEvent>();
    private readonly ImmutableArray<ClusterAction>.Builder _actions = ImmutableArray.CreateBuilder<ClusterAction>();
    private readonly ImmutableArray<Refusal>.Builder _refusals = ImmutableArray.CreateBuilder<Refusal>();
    private readonly ImmutableArray<Wait>.Builder _waits = ImmutableArray.CreateBuilder<Wait>();
    private long _operationCount;
    private Instant _wakeAt = Instant.Never;

    public DomainTurn(ClusterConfig config, ClusterState cluster, int domain, Instant now)
    {
        _cluster = cluster;
        Domain = config.Domains[domain];
        Settings = config.Settings;
        Now = now;
        var state = cluster.Domains[domain];
        _hosts = [.. state.Hosts];
        _groups = [.. state.Groups];
        _resources = [.. state.Resources];
        _requests = [.. state.Requests];
        _isAwaited = new bool[_hosts.Length];
        _operationCount = state.OperationCount;
        Reach = cluster.Reach;
    }

    private DomainTurn(DomainTurn origin)
    {
        _cluster = origin._cluster;
        Domain = origin.Domain;
        Settings = origin.Settings;
        Now = origin.Now;
        _hosts = [.. origin._hosts];
        _groups = [.. origin._groups];
        _resources = [.. origin._resources];
        _requests = [.. origin._requests];
        _isAwaited = new bool[_hosts.Length];
        _operationCount = origin._operationCount;
        Reach = origin.Reach;
    }

    public FailoverDomain Domain { get; }

    public Settings Settings { get; }

    public Instant Now { get; }

    public OperatingMode Mode => _cluster.Mode;

    public string Version => _cluster.Version;

    /// <summary>What concerns all domains, with what this step changed of it.</summary>
    public Reach Reach { get; private set; }

    /// <summary>What administrators asked for, in the order in which they asked.</summary>
    public IReadOnlyList<RequestState> Requests => _requests;

    public IEnumerable<int> AllHosts => Enumerable.Range(0, _hosts.Length);

    public HostState Host(int host) => _hosts[host];

    /// <summary>
    /// Whether HALO may start and stop things on a host. In observe mode there are no sessions and nothing is sent; what would
    /// be done is judged all the same.
    /// </summary>
    public bool CanDrive(int host) => Mode == OperatingMode.Observe ? _hosts[host].CanBeAsked() : _hosts[host].CanBeDriven();

    public GroupState Group(int group) => _groups[group];

    public ResourceState Resource(int resource, int host) => _resources[Index(resource, host)];

    public string NameOfHost(int host) => Domain.Hosts[host].Id;

    public string NameOfResource(int resource) => Domain.Resources[resource].Id;

    /// <summary>Whether a group waits for proof about a host that does not answer.</summary>
    public bool IsAwaited(int host) => _isAwaited[host];

    /// <summary>A group waits for proof about a host, if that does not answer: its power is asked (rule K4), or it is fenced.</summary>
    public void Await(int host) => _isAwaited[host] |= !Host(host).IsConnected();

    /// <summary>A group waits for proof about every host that stands in the way of its start.</summary>
    public void AwaitProof(StartPlan plan)
    {
        foreach (var obstacle in plan.Obstacles)
        {
            Await(obstacle.Host);
        }
    }

    public void Add(RequestState request) => _requests.Add(request);

    public void SetRequest(int index, RequestState request) => _requests[index] = request;

    public void DropRequest(int index) => _requests.RemoveAt(index);

    /// <summary>A copy in which something else can be assumed; nothing of what it decides comes out of the step.</summary>
    public DomainTurn Imagine() => new(this);

    public void Set(int host, HostState state) => _hosts[host] = state;

    public void SetGroup(int group, GroupState state) => _groups[group] = state;

    public void Set(int resource, int host, ResourceState state) => _resources[Index(resource, host)] = state;

    /// <summary>Changes every resource of a host that may run there.</summary>
    public void ForResourcesOf(int host, Func<ResourceState, ResourceState> change)
    {
        for (var resource = 0; resource < Domain.Resources.Length; resource++)
        {
            if (Domain.MayRunOn(resource, host))
            {
                Set(resource, host, change(Resource(resource, host)));
            }
        }
    }

    public void Note(EventKind kind, string what, string comment, string by = "halo") =>
        _events.Add(new ClusterEvent(kind, what, comment) { By = by });

    public void Note(ClusterEvent happened) => _events.Add(happened);

    public void Do(ClusterAction action) => _actions.Add(action);

    /// <summary>What a group was found to wait for in this step; null when it waits for nothing.</summary>
    public Wait? WaitOf(int group) => _waits.FirstOrDefault(wait => string.Equals(wait.Object, Domain.Groups[group].Id, StringComparison.Ordinal));

    public void Refuse(string what, string wanted, Reason reason) => _refusals.Add(new Refusal(what, wanted, reason));

    public void WaitFor(Wait wait) => _waits.Add(wait);

    public void WakeAt(Instant instant) => _wakeAt = Instant.Earlier(_wakeAt, instant);

    /// <summary>Sends an operation over the host's connection and keeps it as in flight.</summary>
    public void Send(OperationKind kind, int resource, int host, TimeSpan interval, Reason reason)
    {
        var connection = _hosts[host].Operating
            ?? throw new InvalidOperationException($"{NameOfHost(host)} has no connection to send an operation over.");
        var id = $"{_cluster.RunId}-{Domain.Index}-{++_operationCount}";
        var operation = new Operation(id, kind, Now, IsProbe: interval == TimeSpan.Zero, connection.Remote);
        var before = Resource(resource, host);
        Set(resource, host, kind == OperationKind.Monitor
            ? before with { InFlight = operation }
            : K6Operations.Sent(before, operation));
        Do(new RunOperation
        {
            Host = new HostRef(Domain.Index, host),
            Connection = connection.Number,
            Remote = connection.Remote,
            Session = _hosts[host].Session is { Stage: SessionStage.Open } session ? session.Number : null,
            Operation = id,
            Kind = kind,
            Resource = resource,
            Interval = interval,
            Reason = reason,
        });
    }

    /// <summary>
    /// Brings the cluster's totals up to date with this domain (rule F6). To be called when all is known of its hosts, and before
    /// anything is judged that depends on them.
    /// </summary>
    public void UpdateReach()
    {
        var reach = Reach with
        {
            Silence = _cluster.Reach.Silence - _cluster.Domains[Domain.Index].Silence + F6CutOff.Count(this),
        };
        Reach = F6CutOff.Judge(reach, Settings, Now);
        _events.AddRange(ReachTurn.Tell(_cluster.Reach, Reach));
    }

    /// <summary>
    /// Has the state log keep what it must know after a restart: a 7 proves nothing there any more (rule K6). A failure says so itself.
    /// </summary>
    private void RecordTaints()
    {
        var before = _cluster.Domains[Domain.Index];
        for (var resource = 0; resource < Domain.Resources.Length; resource++)
        {
            for (var host = 0; host < _hosts.Length; host++)
            {
                var (then, now) = (before[resource, host], Resource(resource, host));
                if (now.Tainted && !then.Tainted && now.Failure == then.Failure)
                {
                    Note(RecordedEvents.OfTaint(NameOfResource(resource), NameOfHost(host)));
                }
            }
        }
    }

    public StepResult Finish(string? ignored)
    {
        RecordTaints();
        var domain = new DomainState
        {
            Hosts = [.. _hosts],
            Groups = [.. _groups],
            Resources = [.. _resources],
            OperationCount = _operationCount,
            Requests = [.. _requests],
            Silence = Reach.Silence - _cluster.Reach.Silence + _cluster.Domains[Domain.Index].Silence,
            Refusals = _refusals.ToImmutable(),
            Waits = _waits.ToImmutable(),
        };

        return new StepResult
        {
            State = _cluster with { Domains = _cluster.Domains.SetItem(Domain.Index, domain), Reach = Reach },
            ConcernsAll = Reach.IsCutOff != _cluster.Reach.IsCutOff,
            Events = _events.ToImmutable(),
            Actions = _actions.ToImmutable(),
            Ignored = ignored,
            WakeAt = _wakeAt,
        };
    }

    private int Index(int resource, int host) => (resource * _hosts.Length) + host;
}
