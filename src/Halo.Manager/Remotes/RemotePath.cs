using System.Diagnostics.CodeAnalysis;
using Halo.Engine.Configuration;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Manager.Remotes;

/// <summary>
/// Watches one address of one host: keeps a connection to its remote open, probes it every
/// <see cref="Settings.DetectionInterval"/>, and tells the engine how each probe ended. It judges nothing.
/// </summary>
internal sealed class RemotePath
{
    // A remote that misses one ping may be busy. After the second a new connection is tried beside the old one: a path that
    // came back revives an established connection only after its retransmission back-off.
    private const int MissesBeforeReconnecting = 2;

    private readonly HostRef _host;
    private readonly int _path;
    private readonly RemoteEndpoint _remote;
    private readonly TimeSpan _interval;
    private readonly IEngineInputs _engine;
    private readonly ConnectionRegistry _connections;
    private readonly TimeProvider _clock;
    private readonly Func<Instant> _now;
    private readonly string _managerId;
    private readonly ProbeBell _bell;
    private RemoteConnection? _connection;
    private int _misses;

    public RemotePath(
        HostRef host, int path, HostConfig config, RemoteSettings settings, IEngineInputs engine, ConnectionRegistry connections)
    {
        _host = host;
        _path = path;
        _remote = new RemoteEndpoint(config.Addresses[path], config.Port ?? settings.DefaultPort, config.Name, settings.Tls);
        _interval = settings.ProbeInterval;
        _engine = engine;
        _connections = connections;
        _clock = settings.Clock;
        _now = settings.Now;
        _managerId = settings.ManagerId;
        _bell = new ProbeBell(settings.Clock);
    }

    /// <summary>Has the next probe sent without waiting for its turn.</summary>
    public void ProbeNow() => _bell.Ring();

    /// <summary>Probes until it is cancelled. The first probe waits, so that a thousand hosts are not connected at once.</summary>
    public async Task RunAsync(TimeSpan firstProbeAfter, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(firstProbeAfter, _clock, cancellation);
            while (true)
            {
                var begun = _clock.GetTimestamp();
                await ProbeAsync(cancellation);
                var left = _interval - _clock.GetElapsedTime(begun);
                await _bell.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The manager ends.
        }
        finally
        {
            Drop();
        }
    }

    private async Task ProbeAsync(CancellationToken cancellation)
    {
        var sentAt = _now();
        if (_connection is not { } connection)
        {
            await ConnectAsync(sentAt, cancellation);
        }
        else if (await PingAsync(connection, cancellation) is not { } failure)
        {
            _misses = 0;
            await TellAsync(PathAnswer.Answered, sentAt, "");
        }
        else if (failure.Answer == PathAnswer.Refused)
        {
            await CloseAsync(failure.Detail);
            await ConnectAsync(sentAt, cancellation);
        }
        else if (++_misses >= MissesBeforeReconnecting)
        {
            await ConnectAsync(sentAt, cancellation);
        }
        else
        {
            var knock = await RemoteConnection.KnockAsync(_remote, _interval, cancellation);
            await TellAsync(knock.Answer, sentAt, knock.Detail);
        }
    }

    private async Task ConnectAsync(Instant sentAt, CancellationToken cancellation)
    {
        var (connection, hello, failure) =
            await RemoteConnection.OpenAsync(_connections.NextNumber(), _remote, ConnectDeadline, cancellation);
        if (failure is not null)
        {
            if (failure.Answer == PathAnswer.Refused && _connection is not null)
            {
                await CloseAsync(failure.Detail);
            }

            await TellAsync(failure.Answer, sentAt, failure.Detail);
            return;
        }

        if (_connection is not null)
        {
            await CloseAsync("it stopped answering; a new connection was opened");
        }

        _connection = connection!;
        _misses = 0;
        _connections.Add(_connection);
        await _engine.TellAsync(new PathOpened
        {
            Host = _host,
            Path = _path,
            Connection = _connection.Number,
            SentAt = sentAt,
            Remote = new RemoteIdentity(hello!.Version, hello.InstanceId, hello.BootId),
            LastSession = hello.LastSession,
            InFlight = OperationMapping.ToForeign(hello.InFlight),
        });
    }

    // A new connection needs a round trip for itself and one for the answer.
    private TimeSpan ConnectDeadline => 2 * _interval;

    /// <summary>Null when the remote answered.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Every way in which a ping can fail is a fact about the path.")]
    private async Task<PathFailure?> PingAsync(RemoteConnection connection, CancellationToken cancellation)
    {
        var session = OpenSession(connection);
        try
        {
            var (answer, error) = await connection.PostAsync(
                RemoteRoutes.Ping, new PingRequest { Session = session }, HaloJson.Default.PingRequest,
                HaloJson.Default.PingAnswer, _interval, cancellation);
            if (answer is null)
            {
                return PathFailure.NotARemote(error?.Message ?? "an empty answer");
            }

            if (session is { } number && !answer.SessionOpen)
            {
                await _engine.TellAsync(new SessionRefused
                {
                    Host = _host,
                    Connection = connection.Number,
                    Session = number,
                    OtherManager = IsOther(answer.Owner) ? answer.Owner!.ManagerName : null,
                    Why = answer.Owner is { } owner ? $"{owner.ManagerName} has taken it over" : "this manager's session had run out, for want of a probe in 10 s; a new one is being opened",
                });
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PathFailure(PathAnswer.Mute, "no answer");
        }
        catch (Exception e)
        {
            // When the manager ends the failure may be of any kind.
            cancellation.ThrowIfCancellationRequested();
            return PathFailure.Of(e, connected: true, _interval) with { Answer = PathAnswer.Refused };
        }
    }

    private bool IsOther(SessionOwner? owner) =>
        owner is not null && !string.Equals(owner.ManagerId, _managerId, StringComparison.Ordinal);

    private long? OpenSession(RemoteConnection connection)
    {
        var host = _engine.State.Domains[_host.Domain].Hosts[_host.Host];
        return host.Operating?.Number == connection.Number && host.Session.Stage == SessionStage.Open
            ? host.Session.Number
            : null;
    }

    private async Task CloseAsync(string why)
    {
        var number = _connection!.Number;
        Drop();
        await _engine.TellAsync(new PathClosed { Host = _host, Path = _path, Connection = number, Why = why });
    }

    private void Drop()
    {
        if (_connection is { } connection)
        {
            _connections.Remove(connection);
            connection.Dispose();
            _connection = null;
        }
    }

    private ValueTask TellAsync(PathAnswer answer, Instant sentAt, string detail) => _engine.TellAsync(
        new PathProbed { Host = _host, Path = _path, Answer = answer, SentAt = sentAt, Detail = detail });
}
