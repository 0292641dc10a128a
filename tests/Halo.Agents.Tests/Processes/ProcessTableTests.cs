using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Processes;

public sealed class ProcessTableTests
{
    private readonly ProcessTable _table = new();

    [Fact]
    public void Lists_this_process() => Assert.Contains(_table.All(), process => process.Pid == Environment.ProcessId);

    [Fact]
    public void Knows_what_a_process_was_started_with()
    {
        Assert.True(_table.WasStartedWith(Environment.ProcessId, $"PATH={Environment.GetEnvironmentVariable("PATH")}"));
        Assert.False(_table.WasStartedWith(Environment.ProcessId, "PATH=x"));
    }

    [Fact]
    public void Has_nothing_to_say_about_a_process_that_is_gone()
    {
        Assert.False(_table.WasStartedWith(int.MaxValue, "PATH=x"));
        Assert.Equal("", _table.WaitChannel(int.MaxValue));
        Assert.Equal("", _table.KernelStack(int.MaxValue));
    }
}
