namespace Halo.Engine.Tests.World;

/// <summary>
/// Judges every step of the engine by its inputs, events and actions alone, with a model of its own that is small enough to be
/// checked by eye. It knows necessary conditions: what it forbids is never right; what it lets pass need not be.
/// </summary>
internal sealed partial class Referee
{
    private readonly ClusterConfig _config;
    private readonly OperatingMode _mode;
    private readonly SortedDictionary<(int Domain, int Host), Contact> _contacts = [];
    private readonly SortedDictionary<(int Domain, int Host), PowerEvidence> _power = [];
    private readonly SortedDictionary<(int Domain, int Host), FenceRecord> _fences = [];
    private readonly SortedDictionary<(int Domain, int Resource, int Host), Evidence> _evidence = [];
    private readonly SortedSet<string> _unmanaged;
    private readonly SortedSet<string> _deactivated;
    private Instant _now;
    private long _step;

    /// <summary>A referee who has seen nothing; what is on record of the manager's earlier life he takes from the one before.</summary>
    public Referee(ClusterConfig config, OperatingMode mode, Referee? before = null)
    {
        _config = config;
        _mode = mode;
        _unmanaged = before?._unmanaged ?? new SortedSet<string>(StringComparer.Ordinal);
        _deactivated = before?._deactivated ?? new SortedSet<string>(StringComparer.Ordinal);
        foreach (var host in config.Hosts)
        {
            var key = (host.Domain, host.Host);
            _contacts.Add(key, new Contact(config[host].Addresses.Length));
            _power.Add(key, new PowerEvidence());
            _fences.Add(key, new FenceRecord { OffOf = before?.OffOf(config[host].Id) });
            for (var resource = 0; resource < config.Domains[host.Domain].Resources.Length; resource++)
            {
                _evidence.Add((host.Domain, resource, host.Host), new Evidence());
            }
        }
    }

    public void Watch(EngineInput input, ClusterState before, StepResult result)
    {
        (_now, _step) = (input.At, _step + 1);
        if (input is ClusterInput happened)
        {
            Learn(happened, result);
            Demand(result.Actions.IsEmpty, "something that concerns the manager alone led to an action");
            return;
        }

        if (input.Domain < 0 || input.Domain >= _config.Domains.Length)
        {
            Demand(ReferenceEquals(before, result.State) && result.Actions.IsEmpty, "an input for no domain changed something");
            return;
        }

        Learn(input);
        LearnConnections(input.Domain);
        JudgeContact(input.Domain, input.At);
        foreach (var noted in result.Events)
        {
            Learn(input, noted);
            LearnOfFences(input, noted);
        }

        foreach (var action in result.Actions)
        {
            Demand(action.Reason.Because.Trim().Length > 0, $"no reason: {action}");
            if (action is RunOperation run)
            {
                Judge(run);
                Apply(run);
            }
            else if (action is CallFenceAgent call)
            {
                Judge(call);
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

    /// <summary>
    /// In which attempt a host was last powered off, or was about to be when that life of the manager ended (F8); also of one that stands
    /// elsewhere in another configuration.
    /// </summary>
    private long? OffOf(string host) => _config.Hosts
        .Where(known => string.Equals(_config[known].Id, host, StringComparison.Ordinal))
        .Select(known => _fences[(known.Domain, known.Host)])
        .Select(record => record.Intent?.Attempt ?? record.OffOf)
        .FirstOrDefault();

    /// <summary>Whether HALO talks to the host: what was opened before a power-off is no connection any more.</summary>
    private bool IsConnected(int domain, int host) => _contacts[(domain, host)].IsConnected && _power[(domain, host)].Off is null;

    private PowerEvidence PowerOf(HostRef host) => _power[(host.Domain, host.Host)];

    private Contact ContactOf(HostInput input) => _contacts[(input.Host.Domain, input.Host.Host)];

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
