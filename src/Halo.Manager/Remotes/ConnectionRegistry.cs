using System.Collections.Concurrent;

namespace Halo.Manager.Remotes;

/// <summary>The open connections by their numbers, so that an action goes over the one that the engine chose or over none.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<long, RemoteConnection> _open = new();
    private long _last;

    /// <summary>A number that no connection has had.</summary>
    public long NextNumber() => Interlocked.Increment(ref _last);

    public void Add(RemoteConnection connection) => _open[connection.Number] = connection;

    public void Remove(RemoteConnection connection) => _open.TryRemove(connection.Number, out _);

    public RemoteConnection? Find(long number) => _open.GetValueOrDefault(number);
}
