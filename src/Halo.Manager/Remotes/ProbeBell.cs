using System.Threading.Channels;

namespace Halo.Manager.Remotes;

/// <summary>Ends the wait for a path's next probe before its time. Rung several times, it ends one wait.</summary>
internal sealed class ProbeBell(TimeProvider clock)
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Ends the wait, or the next one.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits for that long, or until it is rung.</summary>
    public async Task WaitAsync(TimeSpan delay, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var rung = _rung.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(rung, Task.Delay(delay, clock, either.Token));
        await either.CancelAsync();
        _rung.Reader.TryRead(out _);
        cancellation.ThrowIfCancellationRequested();
    }
}
