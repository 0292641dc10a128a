namespace Halo.Engine.Tests.World;

/// <summary>
/// What the referee demands of fences, written from rules F0 to F8 and A1: of every one its intent, of HALO's own that the host is
/// lost, that somebody can take over, and that it is not the manager who is cut off.
/// </summary>
internal sealed partial class Referee
{
    private const int FewestSilent = 3;
    private Instant _windowsFrom;
    private Instant? _pingAnsweredAt;

    private void Learn(ClusterInput input, StepResult result)
    {
        if (input is PingHostsAsked { Answered: true } asked)
        {
            _pingAnsweredAt = asked.SentAt;
        }

        if (input is LoopWasLate || result.Events.Any(happened => happened.Kind == EventKind.WindowsAnew))
        {
            _windowsFrom = input.At;
        }
    }

    /// <summary>That windows begin anew only ever delays a fence: the referee takes the engine's word for it.</summary>
    private void LearnOfFences(EngineInput input, ClusterEvent happened)
    {
        if (happened.Kind == EventKind.WindowsAnew)
        {
            _windowsFrom = input.At;
        }

        if (happened.Kind is not (EventKind.Fence or EventKind.Reset))
        {
            return;
        }

        var host = Array.FindIndex([.. _config.Domains[input.Domain].Hosts], h => string.Equals(h.Id, happened.Object, StringComparison.Ordinal));
        var record = _fences[(input.Domain, host)];
        if (happened.Kind == EventKind.Reset)
        {
            DemandAsked(input, AdministratorVerb.Reset, happened);
            Demand(!record.IsGoingOn, $"{happened.Object} was reset while it was being fenced");
            (record.OffOf, record.HasComeBack) = (null, IsConnected(input.Domain, host));
        }
        else
        {
            Learn(input, host, record, happened);
        }
    }

    private void Learn(EngineInput input, int host, FenceRecord record, ClusterEvent happened)
    {
        if (string.Equals(happened[EventField.Stage], "intent", StringComparison.Ordinal))
        {
            Demand(!record.IsGoingOn, $"a second intent to fence {happened.Object}");
            record.Intent = (
                long.Parse(happened[EventField.Attempt]!, System.Globalization.CultureInfo.InvariantCulture),
                string.Equals(happened.By, Mark.Halo, StringComparison.Ordinal),
                happened[EventField.Force] is not null);
            (record.IsRecorded, record.AnnouncedIn) = (false, _step);
            return;
        }

        Demand(record.IsGoingOn, $"an outcome of no fence: {happened}");
        var done = string.Equals(happened[EventField.Stage], "done", StringComparison.Ordinal);
        Demand(!done || _power[(input.Domain, host)].Off is not null, $"{happened.Object} is said to be fenced and is not proven off (F8)");
        record.Intent = null;
    }

    /// <summary>F4: a host that was reset is not shot before it has been connected.</summary>
    private void LearnConnections(int domain)
    {
        foreach (var ((d, host), record) in _fences)
        {
            record.HasComeBack |= d == domain && IsConnected(d, host);
        }
    }

    private void Learn(IntentRecorded recorded)
    {
        var record = _fences[(recorded.Host.Domain, recorded.Host.Host)];
        record.IsRecorded |= record.Intent?.Attempt == recorded.Attempt;
    }

    private void Judge(CallFenceAgent call)
    {
        var key = (call.Host.Domain, call.Host.Host);
        var (host, record) = (_config[call.Host], _fences[key]);
        Demand(host.FenceAgent is not null, $"power {call.Verb} of {host.Id}, which has no fence agent (F0)");
        Demand(call.BelongsToFence == record.IsGoingOn || record.AnnouncedIn == _step, $"power {call.Verb} of {host.Id} {(record.IsGoingOn ? "does not belong" : "belongs")} to its fence (F8)");
        if (call.Verb == PowerVerb.Off)
        {
            Demand(_mode == OperatingMode.Manage, $"{host.Id} was powered off in observe mode (A3)");
            Demand(record.Intent is not null && record.IsRecorded, $"{host.Id} was powered off without an intent on disk (F8)");
            var (attempt, isAutomatic, force) = record.Intent!.Value;
            Demand(!_fences.Any(other => other.Key.Domain == key.Domain && other.Key.Host != key.Host && other.Value.IsGoingOn),
                $"{host.Id} was powered off while another host of its domain is being fenced (F7)");
            Demand(record.OffOf is not { } earlier || earlier == attempt || force, $"{host.Id} was powered off twice without a reset (F4)");
            if (isAutomatic)
            {
                JudgeAutomatic(key, host, attempt, record);
            }

            record.OffOf = attempt;
        }

        _power[key].Called(call, _now);
    }

    private void JudgeAutomatic((int Domain, int Host) key, HostConfig host, long attempt, FenceRecord record)
    {
        var lostSince = _contacts[key].LostSince(_config.Settings, _windowsFrom);
        Demand(lostSince is { } since && since <= _now, $"{host.Id} was powered off by HALO and is not lost (F1)");
        Demand(record.OffOf == attempt || record.HasComeBack, $"{host.Id} was powered off by HALO and was not connected since its reset (F4)");
        Demand(_contacts.Any(other => other.Key.Domain == key.Domain && other.Key.Host != key.Host && CanTakeOver(other.Key, key, lostSince!.Value)),
            $"{host.Id} was powered off by HALO and nobody can take over (F5)");
        Demand(!_contacts.Any(c => c.Key.Domain == key.Domain && c.Value.Foreign && IsConnected(c.Key.Domain, c.Key.Host)),
            $"{host.Id} was powered off in another manager's domain (S1)");
        JudgeUnmanaged(key, host);
        JudgeReach(host);
    }

    private bool CanTakeOver((int Domain, int Host) other, (int Domain, int Host) lost, Instant lostSince)
    {
        var domain = _config.Domains[lost.Domain];
        return _contacts[other].AnsweredAt > lostSince
            && !_deactivated.Contains(domain.Hosts[other.Host].Id)
            && domain.Groups.Any(group => group.MayRunOn(lost.Host) && group.MayRunOn(other.Host) && !_unmanaged.Contains(group.Id));
    }

    private void JudgeUnmanaged((int Domain, int Host) key, HostConfig host)
    {
        var domain = _config.Domains[key.Domain];
        foreach (var group in domain.Groups.Where(group => group.MayRunOn(key.Host) && _unmanaged.Contains(group.Id)))
        {
            Demand(!group.Members.Any(member => domain.IsExclusive(member) && _evidence[(key.Domain, member, key.Host)].IsHeld),
                $"{host.Id} was powered off by HALO and the unmanaged group {group.Id} may run there (F3)");
        }
    }

    private void JudgeReach(HostConfig host)
    {
        var known = _contacts.Where(c => c.Value.WasConnected && _power[c.Key].Off is null).ToList();
        var silent = known.Count(c => c.Value.IsSilentFor(2 * _config.Settings.DetectionInterval, _now));
        var pinged = _pingAnsweredAt is { } answered && _now - answered <= 3 * _config.Settings.DetectionInterval;
        Demand(silent < FewestSilent || 2 * silent < known.Count || (pinged && 4 * silent < 3 * known.Count),
            $"{host.Id} was powered off by HALO while {silent} of {known.Count} hosts are silent (F6)");
    }
}
