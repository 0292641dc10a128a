namespace Halo.Simulator.World;

/// <summary>Makes a schedule's faults happen.</summary>
internal sealed class FaultInjector(SimulatedWorld world)
{
    private readonly Hand _hand = new(world);
    private readonly OtherManager _other = new(world);
    private long _requests;

    public void Plan()
    {
        foreach (var fault in world.Schedule.Faults)
        {
            world.Time.At(fault.At, () => Inject(fault));
        }
    }

    private void Inject(Fault fault)
    {
        var now = world.Time.Now;
        world.Trace?.World(ScheduleText.Format(fault));
        var until = now + fault.For;
        var host = world.Hosts[fault.Host % world.Hosts.Length];
        switch (fault.Kind)
        {
            case <= FaultKind.LocalTrouble:
                InjectNetwork(fault, host, until);
                break;
            case FaultKind.Freeze:
                host.Freeze(fault.For);
                break;
            case FaultKind.Reboot:
                host.Reboot();
                break;
            case FaultKind.Panic:
                host.Panic();
                break;
            case FaultKind.PowerCut:
                host.PowerOff();
                if (fault.Way == 1)
                {
                    host.Fence.Misbehave(FaultKind.FenceDead, until);
                }

                break;
            case FaultKind.PowerOnByHand:
                host.PowerOn();
                break;
            case FaultKind.RemoteRestart:
                host.RestartRemote(fault.For);
                break;
            case FaultKind.RemoteHang:
                host.Remote?.Hang(fault.For);
                break;
            case FaultKind.RemoteUpgraded:
                Upgrade(host, fault.For);
                break;
            case >= FaultKind.Dies and <= FaultKind.SoftwareMissing:
                InjectAgent(fault, until);
                break;
            case FaultKind.FenceWrongPlug:
                host.Fence.Rewire(WrongPlug(fault, host), until);
                break;
            case >= FaultKind.FenceSlow and <= FaultKind.FenceDead:
                host.Fence.Misbehave(fault.Kind, until);
                break;
            case >= FaultKind.ManagerKilled and <= FaultKind.OtherManager:
                InjectManager(fault, host, until);
                break;
            case FaultKind.Asks:
                Ask(fault);
                break;
            default:
                _hand.Do(fault, host);
                break;
        }
    }

    /// <summary>Whose power the plug in a host's configuration switches: nobody's, or another host's.</summary>
    private SimulatedHost? WrongPlug(Fault fault, SimulatedHost host)
    {
        var others = world.Hosts.Remove(host);
        return fault.Way == 0 || others.IsEmpty ? null : others[fault.Object % others.Length];
    }

    /// <summary>A host gets another version than the manager has; later somebody sees that, and installs the old one again.</summary>
    private void Upgrade(SimulatedHost host, long time)
    {
        host.Install(SimulatedWorld.NextVersion, world.Dice.Between(200, 2_000));
        world.Time.After(time, () => host.Install(SimulatedWorld.Version, 500));
    }

    private void InjectNetwork(Fault fault, SimulatedHost host, long until)
    {
        var link = world.LinkTo(host.Place, fault.Path % host.Config.Addresses.Length);
        switch (fault.Kind)
        {
            case FaultKind.CutPath:
                link.Cut(fault.Way, fault.For);
                break;
            case FaultKind.SlowPath:
                link.SlowUntil = until;
                break;
            case FaultKind.LossyPath:
                link.LossyUntil = until;
                break;
            case FaultKind.RepeatingPath:
                link.RepeatingUntil = until;
                break;
            case FaultKind.CutManager:
                world.PingHostsCutUntil = until;
                Cut(world.Hosts, fault);
                break;
            case FaultKind.CutHosts:
                Cut(world.Hosts.Where((_, index) => (fault.Host & (1 << index)) != 0), fault);
                break;
            case FaultKind.LocalTrouble:
                link.LocalTroubleUntil = until;
                break;
        }
    }

    /// <summary>A switch or an uplink fails: hosts fall silent one after the other.</summary>
    private void Cut(IEnumerable<SimulatedHost> hosts, Fault fault)
    {
        foreach (var link in hosts.SelectMany(world.LinksTo))
        {
            world.Time.After(world.Dice.Between(0, 300), () => link.Cut(0, fault.For));
        }
    }

    private void InjectAgent(Fault fault, long until)
    {
        var (domain, resource) = world.PlaceOf(fault.Object % world.Schedule.Shape.Resources.Length);
        var hosts = world.Hosts.Where(host => host.Place.Domain == domain).ToImmutableArray();
        var truth = hosts[fault.Host % hosts.Length][resource];
        switch (fault.Kind)
        {
            case FaultKind.Dies:
                hosts.Select(host => host[resource]).FirstOrDefault(t => t.Runs && t.Host.Answers)?.Stop();
                break;
            case FaultKind.MonitorSaysSeven:
                foreach (var host in hosts)
                {
                    host[resource].SaysSevenOnce = true;
                }

                break;
            case FaultKind.SoftwareMissing or FaultKind.AgentMissing:
                truth.Misbehave(OperationKind.Monitor, fault.Kind, until);
                truth.Misbehave(OperationKind.Start, fault.Kind, until);
                break;
            default:
                truth.Misbehave(KindOf(fault.Kind), fault.Kind, until);
                break;
        }
    }

    private static OperationKind KindOf(FaultKind fault) => fault switch
    {
        <= FaultKind.StartSticks => OperationKind.Start,
        <= FaultKind.StopSticks => OperationKind.Stop,
        _ => OperationKind.Monitor,
    };

    private void InjectManager(Fault fault, SimulatedHost host, long until)
    {
        var manager = world.Manager;
        switch (fault.Kind)
        {
            case FaultKind.ManagerKilled:
                if (manager.Life is { } life)
                {
                    world.Judge.Died(life);
                    manager.Kill(fault.For);
                }

                break;
            case FaultKind.ManagerDiesInStep:
                (manager.DiesAt, manager.DiesWriting, manager.DeadFor) = ((DyingPoint)(fault.Way % 4), fault.Path == 1, fault.For);
                break;
            case FaultKind.ManagerStopped:
                manager.Life?.Stop(fault.For);
                break;
            case FaultKind.ClockJumps:
                manager.Life?.JumpClock(fault.For);
                break;
            case FaultKind.DiskFull:
                manager.Log.FullUntil = until;
                break;
            case FaultKind.DiskHangs:
                manager.Log.HangsUntil = until;
                break;
            case FaultKind.ConfigurationChanges:
                if (manager.Life is { } edited)
                {
                    world.Judge.Died(edited);
                    manager.Kill(fault.For);
                    world.Edit(ConfigurationEdit.Of(world, fault));
                }

                break;
            case FaultKind.OtherManager:
                _other.Wants(fault.Way < 1 ? [host] : [.. world.Hosts.Where(other => other.Place.Domain == host.Place.Domain)], Math.Min(until, world.Schedule.HealAt));
                break;
        }
    }

    private void Ask(Fault fault)
    {
        var verb = (AdministratorVerb)fault.Object;
        if (world.Manager.Life is { } life)
        {
            life.Do(() => life.Feed(Administrator.Asks(world, verb, fault.Host, fault.Way == 1, $"fault-{++_requests}")));
        }
    }
}
