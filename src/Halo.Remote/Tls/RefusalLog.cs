using Halo.Daemons.Tls;

namespace Halo.Remote.Tls;

/// <summary>
/// Logs refused connections. A manager that is refused tries again every second, and anybody may knock: one line a minute for
/// each address and reason, and no more than <see cref="MostLines"/> in all.
/// </summary>
internal sealed class RefusalLog(ILogger log, TimeProvider time)
{
    internal const int MostLines = 30;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Connections are judged side by side.
    private readonly Lock _lines = new();
    private readonly HashSet<(string Address, RefusalKind Kind)> _told = [];
    private long _since = time.GetTimestamp();
    private int _untold;

    /// <summary>Says that a connection was refused.</summary>
    internal void Tell(string address, PeerRefusal refusal)
    {
        lock (_lines)
        {
            if (time.GetElapsedTime(_since) >= Minute)
            {
                BeginMinute();
            }

            if (_told.Count == MostLines || !_told.Add((address, refusal.Kind)))
            {
                _untold++;
                return;
            }
        }

        Log.ConnectionRefused(log, address, refusal.Why);
    }

    private void BeginMinute()
    {
        if (_untold > 0)
        {
            Log.MoreRefused(log, _untold);
        }

        _since = time.GetTimestamp();
        _told.Clear();
        _untold = 0;
    }
}
