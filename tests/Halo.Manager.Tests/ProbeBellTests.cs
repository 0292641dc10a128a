using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

public sealed class ProbeBellTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly ProbeBell _bell = new(TimeProvider.System);

    [Fact]
    public async Task Ends_a_wait_when_it_is_rung()
    {
        var wait = _bell.WaitAsync(Long, CancellationToken.None);

        _bell.Ring();

        await wait.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Rung_before_the_wait_it_ends_that_one_and_no_other()
    {
        _bell.Ring();
        _bell.Ring();
        await _bell.WaitAsync(Long, CancellationToken.None).WaitAsync(Deadline);
        using var end = new CancellationTokenSource();

        var second = _bell.WaitAsync(Long, end.Token);

        Assert.False(second.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public Task Ends_a_wait_when_its_time_is_over() =>
        _bell.WaitAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None).WaitAsync(Deadline);
}
