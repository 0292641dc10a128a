using Microsoft.Win32.SafeHandles;

namespace Halo.Lab.Watching;

/// <summary>When something is mounted on a mount point of a host: the kernel wakes who watches the host's list of mounts.</summary>
internal sealed class MountWatch : IDisposable
{
    private const int PollMilliseconds = 100;
    private readonly string _mountPoint;
    private readonly string _list;
    private readonly TaskCompletionSource<TimeSpan> _mounted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _watcher;
    private volatile bool _ends;

    /// <summary>Begins to watch.</summary>
    /// <param name="process">A process of the host.</param>
    /// <param name="mountPoint">The mount point, as the host calls it.</param>
    public MountWatch(int process, string mountPoint)
    {
        _mountPoint = mountPoint;
        _list = $"/proc/{process}/mounts";
        _watcher = new Thread(Watch) { IsBackground = true, Name = "mounts" };
        _watcher.Start();
    }

    /// <summary>When it was mounted; <see cref="MonotonicClock"/>. Fails where the host has ended.</summary>
    public Task<TimeSpan> Mounted => _mounted.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        _watcher.Join();
    }

    private void Watch()
    {
        try
        {
            using var list = File.OpenHandle(_list);
            while (!_ends && !IsMounted())
            {
                AwaitChange(list);
            }
        }
        catch (IOException e)
        {
            _mounted.TrySetException(e);
        }
    }

    private static unsafe void AwaitChange(SafeFileHandle list)
    {
        var entry = new Libc.PollEntry { Descriptor = (int)list.DangerousGetHandle(), Wanted = Libc.Urgent };
        _ = Libc.Poll(&entry, 1, PollMilliseconds);
    }

    private bool IsMounted()
    {
        var now = MonotonicClock.Now;
        return File.ReadLines(_list).Any(line => string.Equals(line.Split(' ')[1], _mountPoint, StringComparison.Ordinal)) && _mounted.TrySetResult(now);
    }
}
