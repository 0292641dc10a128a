using Halo.Engine;
using Halo.Manager.Loop;

namespace Halo.Manager.Tests;

public sealed class WakeQueueTests
{
    private readonly WakeQueue _queue = new(3);

    [Fact]
    public void Knows_no_time_while_nobody_wants_to_be_woken() => Assert.Equal(Instant.Never, _queue.Next);

    [Fact]
    public void Wakes_the_earliest_domain_first()
    {
        _queue.Set(0, new Instant(30));
        _queue.Set(1, new Instant(10));
        _queue.Set(2, new Instant(20));

        Assert.Equal(new Instant(10), _queue.Next);
        Assert.Equal([1, 2, 0], Enumerable.Range(0, 3).Select(_ => _queue.TakeDue(new Instant(30))));
    }

    [Fact]
    public void Wakes_nobody_before_the_time()
    {
        _queue.Set(0, new Instant(30));

        Assert.Null(_queue.TakeDue(new Instant(29)));
    }

    [Fact]
    public void Forgets_a_wish_that_was_replaced_by_a_later_one()
    {
        _queue.Set(0, new Instant(10));
        _queue.Set(0, new Instant(20));

        Assert.Null(_queue.TakeDue(new Instant(10)));
        Assert.Equal(new Instant(20), _queue.Next);
    }

    [Fact]
    public void Wakes_a_domain_once_for_one_wish()
    {
        _queue.Set(0, new Instant(10));
        _queue.Set(0, new Instant(20));
        _queue.Set(0, new Instant(10));

        Assert.Equal(0, _queue.TakeDue(new Instant(100)));
        Assert.Null(_queue.TakeDue(new Instant(100)));
    }

    [Fact]
    public void Forgets_a_wish_that_was_taken_back()
    {
        _queue.Set(0, new Instant(10));
        _queue.Set(0, Instant.Never);

        Assert.Equal(Instant.Never, _queue.Next);
    }
}
