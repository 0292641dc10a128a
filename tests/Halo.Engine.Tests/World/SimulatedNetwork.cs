namespace Halo.Engine.Tests.World;

/// <summary>
/// The network between the manager and the hosts. What is sent over a path that does not answer is stuck, and arrives when the
/// path answers again.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedCluster cluster)
{
    private long _lastConnection;

    /// <summary>Whether the ping hosts answer, where the configuration has some.</summary>
    public bool PingHostsAnswer { get; set; } = true;

    public void Connect(HostRef host, int path)
    {
        if (!cluster[host].Power.IsOn)
        {
            SetPath(host, path, PathAnswer.Silent);
            return;
        }

        Close(host, path, "a new connection was opened");
        var (simulated, wire) = (cluster[host], cluster[host].Paths[path]);
        wire.Answer = PathAnswer.Answered;
        wire.Connection = ++_lastConnection;
        cluster.Shell.Feed(new PathOpened
        {
            Host = host,
            Path = path,
            Connection = _lastConnection,
            SentAt = cluster.Time.Now,
            Remote = simulated.Identity,
            LastSession = simulated.Session,
            InFlight = cluster.Remotes.InFlight(host),
        });
        cluster.Settle();
    }

    /// <summary>A connection that was opened a while ago, and is gone, is told only now.</summary>
    public void TellLate(HostRef host, TimeSpan age)
    {
        cluster.Shell.Feed(new PathOpened
        {
            Host = host,
            Path = 0,
            Connection = ++_lastConnection,
            SentAt = new Instant(cluster.Time.Now.Milliseconds - (long)age.TotalMilliseconds),
            Remote = cluster[host].Identity,
            LastSession = cluster[host].Session,
        });
        cluster.Settle();
    }

    public void Close(HostRef host, int path, string why)
    {
        var wire = cluster[host].Paths[path];
        if (wire.Connection is not { } connection)
        {
            return;
        }

        wire.Connection = null;
        wire.Answer = PathAnswer.NotProbed;
        cluster[host].Late.AddRange(wire.Stuck.Where(message => message.IsRequest));
        wire.Stuck.Clear();
        cluster.Shell.Feed(new PathClosed { Host = host, Path = path, Connection = connection, Why = why });
        cluster.Settle();
    }

    /// <summary>The manager is gone, and with it its end of every connection.</summary>
    public void CloseAll()
    {
        foreach (var path in cluster.Config.Hosts.SelectMany(host => cluster[host].Paths))
        {
            path.Connection = null;
            path.Stuck.Clear();
            path.Answer = PathAnswer.NotProbed;
        }
    }

    /// <summary>
    /// From now on every probe of the path comes to this; a host without power is silent whatever happens. What is stuck arrives when
    /// it answers again.
    /// </summary>
    public void SetPath(HostRef host, int path, PathAnswer wanted)
    {
        var wire = cluster[host].Paths[path];
        var answer = cluster[host].Power.IsOn ? wanted : PathAnswer.Silent;
        if (answer == PathAnswer.Refused)
        {
            Close(host, path, "connection reset");
        }

        wire.Answer = answer;
        Probe(host, path);
        if (answer == PathAnswer.Answered)
        {
            var arriving = wire.Stuck.ToList();
            wire.Stuck.Clear();
            arriving.ForEach(message => message.Arrive());
        }

        cluster.Settle();
    }

    public void SetPaths(HostRef host, PathAnswer answer)
    {
        for (var path = 0; path < cluster[host].Paths.Length; path++)
        {
            SetPath(host, path, answer);
        }
    }

    /// <summary>Requests that got stuck on connections that are gone reach the host after all.</summary>
    public void DeliverLate(HostRef host)
    {
        var late = cluster[host].Late.ToList();
        cluster[host].Late.Clear();
        late.ForEach(message => message.Arrive());
        cluster.Settle();
    }

    public void ProbeAll()
    {
        if (!cluster.Config.Settings.PingHosts.IsEmpty)
        {
            cluster.Shell.Feed(new PingHostsAsked { SentAt = cluster.Time.Now, Answered = PingHostsAnswer });
        }

        foreach (var host in cluster.Config.Hosts)
        {
            Probe(host);
        }
    }

    /// <summary>Probes every path of a host.</summary>
    public void Probe(HostRef host)
    {
        for (var path = 0; path < cluster[host].Paths.Length; path++)
        {
            Probe(host, path);
        }
    }

    /// <summary>Sends an action to a remote; returns whether its connection still exists.</summary>
    public bool TrySend(RemoteAction action)
    {
        if (cluster[action.Host].Paths.FirstOrDefault(path => path.Connection == action.Connection) is not { } wire)
        {
            return false;
        }

        Send(wire, isRequest: true, () => cluster.Remotes.Receive(action, wire));
        return true;
    }

    /// <summary>Sends a remote's answer back, if the connection still exists.</summary>
    public void Answer(SimulatedPath wire, long connection, EngineInput answer)
    {
        if (wire.Connection == connection)
        {
            Send(wire, isRequest: false, () => cluster.Time.At(cluster.Time.Now, () => cluster.Shell.Feed(answer)));
        }
    }

    private static void Send(SimulatedPath wire, bool isRequest, Action arrive)
    {
        if (wire.Answer == PathAnswer.Answered)
        {
            arrive();
        }
        else
        {
            wire.Stuck.Add(new StuckMessage(isRequest, arrive));
        }
    }

    private void Probe(HostRef host, int path)
    {
        var wire = cluster[host].Paths[path];
        if (wire.Answer == PathAnswer.NotProbed || (wire.Answer == PathAnswer.Answered && wire.Connection is null))
        {
            return;
        }

        cluster.Shell.Feed(new PathProbed
        {
            Host = host,
            Path = path,
            Answer = wire.Answer,
            SentAt = cluster.Time.Now,
            Detail = wire.Answer == PathAnswer.LocalTrouble ? "its name cannot be resolved" : "",
        });
    }
}
