namespace Halo.Simulator.ManagerProcess;

/// <summary>Watches one address of one host as Halo.Manager's RemotePath does: one probe after the other, each with a deadline.</summary>
internal sealed class PathProber
{
    private const int MissesBeforeReconnecting = 2;

    private readonly SimulatedWorld _world;
    private readonly ManagerLife _life;
    private readonly int _path;
    private readonly Link _link;
    private readonly long _interval;
    private Connection? _connection;
    private int _misses;
    private bool _isBusy;
    private bool _isDue;

    public PathProber(SimulatedWorld world, ManagerLife life, SimulatedHost host, int path)
    {
        _world = world;
        _life = life;
        _path = path;
        Host = host;
        _link = world.LinkTo(host.Place, path);
        _interval = world.Schedule.Shape.DetectionInterval;
        life.After(world.Dice.Between(1, _interval), Tick);
    }

    public SimulatedHost Host { get; }

    public void ProbeNow()
    {
        if (!_isBusy)
        {
            Probe();
        }
    }

    private void Tick()
    {
        _life.After(_interval, Tick);
        if (_isBusy)
        {
            _isDue = true;
        }
        else
        {
            Probe();
        }
    }

    private void Probe()
    {
        _isBusy = true;
        var sentAt = _life.Now;
        if (_link.LocalTroubleUntil > _world.Time.Now)
        {
            Tell(PathAnswer.LocalTrouble, sentAt, "its name cannot be resolved");
        }
        else if (_connection is { } connection)
        {
            Ping(connection, sentAt);
        }
        else
        {
            Connect(sentAt);
        }
    }

    private void Ping(Connection connection, Instant sentAt)
    {
        var host = _life.State.Domains[Host.Place.Domain].Hosts[Host.Place.Host];
        long? session = host.Operating?.Number == connection.Number && host.Session.Stage == SessionStage.Open ? host.Session.Number : null;
        var isOver = false;
        connection.Ask(
            _interval,
            (remote, take) =>
            {
                var isOpen = session is not { } number || remote.Sessions.Ping(number);
                var refused = isOpen ? null : remote.Sessions.Refused("its session is over", _life.Name) with
                {
                    Host = Host.Place,
                    Connection = connection.Number,
                    Session = session!.Value,
                    LastSession = 0,
                };
                take(() =>
                {
                    if (isOver)
                    {
                        return;
                    }

                    isOver = true;
                    if (refused is not null)
                    {
                        _life.Feed(refused);
                    }

                    _misses = 0;
                    Tell(PathAnswer.Answered, sentAt, "");
                });
            },
            () =>
            {
                if (!isOver)
                {
                    isOver = true;
                    Missed(connection, sentAt);
                }
            });
    }

    private void Missed(Connection connection, Instant sentAt)
    {
        if (connection.IsReset)
        {
            Close("connection reset");
            Connect(sentAt);
        }
        else if (++_misses >= MissesBeforeReconnecting)
        {
            Connect(sentAt);
        }
        else
        {
            Knock(sentAt);
        }
    }

    /// <summary>Connects and closes again: tells whether the host's kernel answers.</summary>
    private void Knock(Instant sentAt)
    {
        var isOver = false;
        void End(PathAnswer answer, string detail)
        {
            if (!isOver)
            {
                isOver = true;
                Tell(answer, sentAt, detail);
            }
        }

        ToKernel(
            () => End(PathAnswer.Refused, "connection refused"),
            _ => End(PathAnswer.Mute, "it accepts connections and says nothing"));
        _life.After(_interval, () => End(PathAnswer.Silent, "no answer"));
    }

    private void Connect(Instant sentAt)
    {
        var (isOver, isEstablished) = (false, false);
        void Fail(PathAnswer answer, string detail)
        {
            if (!isOver)
            {
                isOver = true;
                if (answer == PathAnswer.Refused && _connection is not null)
                {
                    Close(detail);
                }

                Tell(answer, sentAt, detail);
            }
        }

        ToKernel(
            () => Fail(PathAnswer.Refused, "connection refused"),
            remote =>
            {
                if (!isEstablished)
                {
                    isEstablished = true;
                    SayHello(remote, opened =>
                    {
                        if (!isOver)
                        {
                            isOver = true;
                            Open(opened, remote, sentAt);
                        }
                    });
                }
            });
        _life.After(2 * _interval, () => Fail(isEstablished ? PathAnswer.Mute : PathAnswer.Silent, "no answer"));
    }

    private void SayHello(SimulatedRemote remote, Action<(long LastSession, ImmutableArray<ForeignOperation> InFlight)> answered) =>
        _link.Send(toHost: true, () => Host.Do(() =>
        {
            if (Host.Remote == remote)
            {
                remote.Do(() =>
                {
                    var hello = (remote.Sessions.Last, remote.InFlight);
                    _link.Send(toHost: false, () => _life.Do(() => answered(hello)));
                });
            }
        }));

    private void ToKernel(Action refused, Action<SimulatedRemote> accepted) => _link.Send(toHost: true, () =>
    {
        if (!Host.Answers)
        {
            return;
        }

        var remote = Host.Remote;
        _link.Send(toHost: false, () => _life.Do(() =>
        {
            if (remote is null)
            {
                refused();
            }
            else
            {
                accepted(remote);
            }
        }));
    });

    private void Open((long LastSession, ImmutableArray<ForeignOperation> InFlight) hello, SimulatedRemote remote, Instant sentAt)
    {
        if (_connection is not null)
        {
            Close("it stopped answering; a new connection was opened");
        }

        _connection = new Connection(_life, Host, remote, _link, _life.NextConnection());
        _life.Connections.Add(_connection.Number, _connection);
        _misses = 0;
        _life.Feed(new PathOpened
        {
            Host = Host.Place,
            Path = _path,
            Connection = _connection.Number,
            SentAt = sentAt,
            Remote = remote.Identity,
            LastSession = hello.LastSession,
            InFlight = hello.InFlight,
        });
        EndProbe();
    }

    /// <summary>Those who asked over it and the engine learn of its end in no certain order.</summary>
    private void Close(string why)
    {
        var (connection, closed) = (_connection!, new PathClosed { Host = Host.Place, Path = _path, Connection = _connection!.Number, Why = why });
        _connection = null;
        _misses = 0;
        if (_world.Dice.Chance(50))
        {
            connection.Drop();
            _life.Feed(closed);
        }
        else
        {
            _life.Feed(closed);
            connection.Drop();
        }
    }

    private void Tell(PathAnswer answer, Instant sentAt, string detail)
    {
        _life.Feed(new PathProbed { Host = Host.Place, Path = _path, Answer = answer, SentAt = sentAt, Detail = detail });
        EndProbe();
    }

    private void EndProbe()
    {
        _isBusy = false;
        if (_isDue)
        {
            _isDue = false;
            _life.After(0, ProbeNow);
        }
    }
}
