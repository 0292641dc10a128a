namespace Halo.Simulator.Checks;

/// <summary>Judges every <c>off</c> by what the manager was told, when it decides it (rules F0 to F8, A1, A3).</summary>
internal sealed class FenceCheck(SimulatedWorld world, Judge judge)
{
    // A status that was asked before the intent may say it too, while the host has not answered since.
    private const long FreshOff = 60_000;

    private readonly SortedDictionary<string, Attempt> _going = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _tried = new(StringComparer.Ordinal);

    /// <summary>What the log kept is all that a new life can know.</summary>
    public void Began(ManagerLife life)
    {
        _going.Clear();
        _tried.Clear();
        foreach (var happened in life.Log.Durable)
        {
            Learn(happened, isReplayed: true);
        }

        // An attempt that the last life began and did not end is resumed as the same.
        _going.Clear();
    }

    public void Learn(ClusterEvent happened, bool isReplayed = false)
    {
        switch (happened.Kind)
        {
            case EventKind.Reset:
                _ = _tried.Remove(happened.Object);
                break;
            case EventKind.Fence:
                LearnFence(happened, isReplayed);
                break;
        }
    }

    /// <summary>F8: the intent is on disk, or the disk is in trouble.</summary>
    public void Calls(ManagerLife life, CallFenceAgent call)
    {
        var host = world.Config[call.Host].Id;
        if (call.Verb == PowerVerb.Off && !life.Log.IsBehind)
        {
            Demand(_going.TryGetValue(host, out var attempt) && life.Log.Durable.Any(happened => IsIntent(happened, host, attempt.Number)), "F8",
                $"off is called for {host} and no intent of that attempt is in the log");
        }
    }

    public void Judge(Told told, Instant now, ClusterAction action)
    {
        if (action is not CallFenceAgent { Verb: PowerVerb.Off or PowerVerb.On } call)
        {
            return;
        }

        var (host, name) = (call.Host, world.Config[call.Host].Id);
        Demand(world.Schedule.Shape.Mode == OperatingMode.Manage, "A3", $"{call.Verb} of {name} in observe mode");
        if (call.Verb == PowerVerb.On)
        {
            return;
        }

        Demand(!Others(host).Append(host).Any(other => told.Host(other) is { IsForeign: true, IsConnected: true }), "S1", $"{name} is fenced in another manager's domain");
        Demand(world.Config[host].FenceAgent is not null, "F0", $"{name} is fenced and has no fence agent");
        Demand(_going.TryGetValue(name, out var attempt), "F8", $"{name} is fenced and no intent was announced");
        foreach (var other in world.Config.Domains[host.Domain].Hosts.Where(other => other.Id != name))
        {
            Demand(!_going.TryGetValue(other.Id, out var there) || !there.IsOff, "F7", $"{name} is fenced while {other.Id} is being fenced");
        }

        attempt!.IsOff = true;
        if (!attempt.Force)
        {
            Demand(!_tried.TryGetValue(name, out var tried) || tried == attempt.Number, "F4", $"{name} is fenced again without a reset");
            JudgePartner(told, host, name);
        }

        _tried[name] = attempt.Number;
        if (attempt.IsAutomatic)
        {
            JudgeAutomatic(told, now, host, name);
        }
    }

    private void JudgeAutomatic(Told told, Instant now, HostRef host, string name)
    {
        var settings = world.Config.Settings;
        var lostAt = told.Host(host).LostAt(settings, told.WindowsFrom);
        Demand(lostAt is { } at && at <= now, "F1", $"{name} is fenced at {now.Milliseconds} ms and is not lost");
        Demand(told.Host(host).WasConnected || world.Manager.Life!.BeganWith.Domains[host.Domain].Hosts[host.Host].OpenIntent is not null,
            "F2", $"{name} is fenced and was never connected");
        JudgeGain(told, host, name);
        JudgeUnmanaged(told, host, name);
        Demand(Others(host).Any(other => told.Host(other).AnsweredAt is { } answered && answered > lostAt && CanTakeOver(told, host, other)), "F5",
            $"{name} is fenced, and no active host that can take over has answered since it was lost");

        var known = world.Config.Hosts.Where(other => told.Host(other).WasConnected && !told.Host(other).IsKnownOff).ToImmutableArray();
        var silent = known.Count(other => told.Host(other).IsSilent(settings, now));
        var pinged = told.PingAnsweredAt is { } ping && now - ping <= 3 * settings.DetectionInterval;
        Demand(silent < 3 || 2 * silent < known.Length || (pinged && 4 * silent < 3 * known.Length), "F6",
            $"{name} is fenced while {silent} of {known.Length} hosts are silent");
    }

    /// <summary>F2: a managed group ran or was being changed there, or runs nowhere.</summary>
    private void JudgeGain(Told told, HostRef host, string name)
    {
        var domain = world.Config.Domains[host.Domain];
        for (var index = 0; index < domain.Groups.Length; index++)
        {
            var group = domain.Groups[index];
            if (!group.MayRunOn(host.Host) || !judge.IsManaged(host.Domain, index))
            {
                continue;
            }

            var ran = group.Members.Any(member => domain.IsExclusive(member) && told[host.Domain, member, host.Host]
                is { Last: KnowledgeKind.Running or KnowledgeKind.Error } or { IsChanging: true });
            var isNowhere = group.Hosts.All(other => told[host.Domain, group.Root, other] is not { Counts: true, Last: KnowledgeKind.Running });
            if (ran || isNowhere)
            {
                return;
            }
        }

        Demand(false, "F2", $"{name} is fenced and nothing is gained by it");
    }

    /// <summary>F3: no unmanaged group was last known on it otherwise than stopped, or stopped everywhere.</summary>
    private void JudgeUnmanaged(Told told, HostRef host, string name)
    {
        var domain = world.Config.Domains[host.Domain];
        for (var index = 0; index < domain.Groups.Length; index++)
        {
            var group = domain.Groups[index];
            if (!group.MayRunOn(host.Host) || judge.IsManaged(host.Domain, index))
            {
                continue;
            }

            var members = group.Members.Where(domain.IsExclusive).ToImmutableArray();
            Demand(members.All(member => told[host.Domain, member, host.Host].Last == KnowledgeKind.Stopped), "F3",
                $"{name} is fenced, where the unmanaged {group.Id} was not last known Stopped");
            Demand(!group.Hosts.All(other => members.All(member => told[host.Domain, member, other].Last == KnowledgeKind.Stopped)), "F3",
                $"{name} is fenced, and the unmanaged {group.Id} was last known Stopped everywhere");
        }
    }

    private void JudgePartner(Told told, HostRef host, string name)
    {
        var groups = world.Config.Domains[host.Domain].Groups.Where(group => group.MayRunOn(host.Host)).ToImmutableArray();
        Demand(
            Others(host).Any(other => judge.IsActive(other) && told.Host(other).IsConnected && (groups.IsEmpty || groups.Any(group => group.MayRunOn(other.Host)))),
            "F5", $"{name} is fenced and no active host that may run its groups is connected");
    }

    /// <summary>Whether a managed group of the host, which does not run elsewhere, could start on the other: nothing of it has failed there.</summary>
    private bool CanTakeOver(Told told, HostRef host, HostRef other)
    {
        var domain = world.Config.Domains[host.Domain];
        return judge.IsActive(other) && Enumerable.Range(0, domain.Groups.Length).Any(index =>
            domain.Groups[index] is var group
            && judge.IsManaged(host.Domain, index) && group.MayRunOn(host.Host) && group.MayRunOn(other.Host)
            && !told[host.Domain, group.Root, other.Host].StartFailed
            && !group.Hosts.Any(there => there != host.Host && told[host.Domain, group.Root, there] is { Counts: true, Last: KnowledgeKind.Running }));
    }

    private void LearnFence(ClusterEvent happened, bool isReplayed)
    {
        var number = NumberOf(happened);
        if (happened[EventField.Stage] == "intent")
        {
            _going[happened.Object] = new Attempt(number, happened.By == Mark.Halo, happened[EventField.Force] is not null, world.Time.Now);
            return;
        }

        if (happened[EventField.Stage] == "done" && !isReplayed && _going.TryGetValue(happened.Object, out var attempt))
        {
            var host = world.Hosts.First(host => host.Config.Id == happened.Object);
            Demand(host.Fence.SaidOffAt >= attempt.BeganAt - FreshOff, "F8", $"{happened.Object} is called fenced, and its status was never OFF");
        }

        _ = _going.Remove(happened.Object);
        if (happened[EventField.Stage] != "abandoned")
        {
            _tried[happened.Object] = number;
        }
    }

    private IEnumerable<HostRef> Others(HostRef host) => world.Config.Hosts.Where(other => other.Domain == host.Domain && other != host);

    private static bool IsIntent(ClusterEvent happened, string host, long attempt) =>
        happened.Kind == EventKind.Fence && happened.Object == host && happened[EventField.Stage] == "intent" && NumberOf(happened) == attempt;

    private static long NumberOf(ClusterEvent happened) => long.Parse(happened[EventField.Attempt]!, System.Globalization.CultureInfo.InvariantCulture);

    private static void Demand(bool condition, string rule, string otherwise)
    {
        if (!condition)
        {
            throw new ViolationException(rule, otherwise);
        }
    }

    private sealed record Attempt(long Number, bool IsAutomatic, bool Force, long BeganAt)
    {
        public bool IsOff { get; set; }
    }
}
