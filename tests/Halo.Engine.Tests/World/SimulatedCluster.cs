namespace Halo.Engine.Tests.World;

/// <summary>
/// The simulated world put together: the real engine in a shell that decides nothing, hosts with their remotes and fence
/// devices, and the network between them, in virtual time.
/// </summary>
internal sealed class SimulatedCluster
{
    public const string Version = "1.0";

    // More than any cascade of answers at one instant; beyond it the engine asks and acts without end.
    private const int StepsPerInstant = 2000;

    private readonly SortedDictionary<(int Domain, int Host), SimulatedHost> _hosts = [];
    private long _nextProbe;

    public SimulatedCluster(ClusterConfig config, OperatingMode mode)
    {
        Config = config;
        foreach (var host in config.Hosts)
        {
            _hosts.Add((host.Domain, host.Host),
                new SimulatedHost(config[host].Addresses.Length, config.Domains[host.Domain].Resources.Length));
        }

        Network = new SimulatedNetwork(this);
        Remotes = new SimulatedRemotes(this);
        Power = new SimulatedPower(this);
        Shell = new SimulatedShell(this, mode);
    }

    public ClusterConfig Config { get; private set; }

    public VirtualTime Time { get; } = new();

    public SimulatedNetwork Network { get; }

    public SimulatedRemotes Remotes { get; }

    public SimulatedPower Power { get; }

    public SimulatedShell Shell { get; }

    /// <summary>Every step as the shell sees it.</summary>
    public Transcript Transcript { get; } = new();

    public ClusterState State => Shell.State;

    public SimulatedHost this[HostRef host] => _hosts[(host.Domain, host.Host)];

    public string Name(HostRef host, int resource) =>
        $"{Config.Domains[host.Domain].Resources[resource].Id} on {Config[host].Id}";

    public void RestartRemote(HostRef host)
    {
        this[host].RestartRemote();
        Network.SetPaths(host, PathAnswer.Refused);
    }

    /// <summary>Everything on the host is gone at once; nobody tells the manager.</summary>
    public void Crash(HostRef host)
    {
        this[host].Reboot();
        Network.SetPaths(host, PathAnswer.Silent);
    }

    /// <summary>The manager is gone and another run of it begins, which may read another configuration of the same hosts and resources.</summary>
    public void RestartManager(ClusterConfig config)
    {
        Network.CloseAll();
        var before = Config.Hosts.ToDictionary(host => Config[host].Id, host => (Host: this[host], Config.Domains[host.Domain].Resources));
        Config = config;
        _hosts.Clear();
        foreach (var host in config.Hosts)
        {
            var (simulated, resources) = before[config[host].Id];
            _hosts.Add((host.Domain, host.Host), simulated);
            simulated.Arrange(resources, config.Domains[host.Domain].Resources);
        }

        Shell.Restart();
    }

    public void Advance(TimeSpan span)
    {
        var end = Time.Now + span;
        while (Instant.Earlier(NextDue(), new Instant(_nextProbe)) is var next && next <= end)
        {
            Time.MoveTo(next);
            Settle();
            if (_nextProbe <= Time.Now.Milliseconds)
            {
                _nextProbe = Time.Now.Milliseconds + (long)Config.Settings.DetectionInterval.TotalMilliseconds;
                Network.ProbeAll();
                Settle();
            }
        }

        Time.MoveTo(end);
    }

    /// <summary>The manager does not run for a while, and goes on.</summary>
    public void Stall(TimeSpan span)
    {
        Time.MoveTo(Time.Now + span);
        Shell.Feed(new LoopWasLate { By = span });
        Settle();
    }

    /// <summary>Handles everything that is due now.</summary>
    public void Settle()
    {
        for (var steps = 0; NextDue() <= Time.Now; steps++)
        {
            if (steps > StepsPerInstant)
            {
                throw new InvalidOperationException($"The engine does not settle at {Transcript.Time(Time.Now)}.");
            }

            if (!Time.DoNext())
            {
                Shell.Wake();
            }
        }
    }

    private Instant NextDue() => Instant.Earlier(Shell.WakeAt, Time.Next);
}
