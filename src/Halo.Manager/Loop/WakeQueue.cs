namespace Halo.Manager.Loop;

/// <summary>
/// When each failover domain wants to be woken. A step changes one domain's wish, so this costs by the logarithm of their
/// number; wishes that were changed since are recognised when they come up.
/// </summary>
internal sealed class WakeQueue(int domains)
{
    private readonly Instant[] _wish = [.. Enumerable.Repeat(Instant.Never, domains)];
    private readonly PriorityQueue<int, Instant> _queue = new();

    /// <summary>When the earliest domain wants to be woken.</summary>
    public Instant Next
    {
        get
        {
            DropOutdated();
            return _queue.TryPeek(out _, out var at) ? at : Instant.Never;
        }
    }

    /// <summary>Replaces a domain's wish.</summary>
    public void Set(int domain, Instant at)
    {
        if (_wish[domain] == at)
        {
            return;
        }

        _wish[domain] = at;
        if (at != Instant.Never)
        {
            _queue.Enqueue(domain, at);
        }
    }

    /// <summary>Takes a domain whose time has come, or null.</summary>
    public int? TakeDue(Instant now)
    {
        DropOutdated();
        if (!_queue.TryPeek(out var domain, out var at) || at > now)
        {
            return null;
        }

        _queue.Dequeue();
        _wish[domain] = Instant.Never;
        return domain;
    }

    private void DropOutdated()
    {
        while (_queue.TryPeek(out var domain, out var at) && _wish[domain] != at)
        {
            _queue.Dequeue();
        }
    }
}
