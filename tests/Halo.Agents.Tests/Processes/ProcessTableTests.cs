using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Processes;

public sealed class ProcessTableTests
{
    private readonly ProcessTable _table = new();

    [Fact]
    public void Lists_this_process() => Assert.Contains(_table.All()!, process => process.Pid == Environment.ProcessId);

    [Fact]
    public void Knows_what_a_process_was_started_with()
    {
        var path = $"PATH={Environment.GetEnvironmentVariable("PATH")}";

        Assert.Equal(StartMark.Present, _table.WasStartedWith(Environment.ProcessId, path));
        Assert.Equal(StartMark.Absent, _table.WasStartedWith(Environment.ProcessId, "PATH=x"));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), _table.Variables(Environment.ProcessId)!["PATH"]);
        Assert.Equal(Environment.GetCommandLineArgs()[^1], _table.CommandLine(Environment.ProcessId)![^1]);
    }

    [Fact]
    public void Knows_nothing_while_no_file_can_be_opened()
    {
        // What the calls load must be there before.
        _ = _table.All();
        _ = _table.WasStartedWith(Environment.ProcessId, "PATH=x");
        _ = _table.Variables(Environment.ProcessId);
        _ = _table.CommandLine(Environment.ProcessId);
        IReadOnlyList<ProcessEntry>? all;
        StartMark? mark;
        IReadOnlyDictionary<string, string>? variables;
        IReadOnlyList<string>? commandLine;
        bool signaled;
        using (new NoDescriptors())
        {
            all = _table.All();
            mark = _table.WasStartedWith(Environment.ProcessId, "PATH=x");
            variables = _table.Variables(Environment.ProcessId);
            commandLine = _table.CommandLine(Environment.ProcessId);
            signaled = _table.SignalSession(int.MaxValue, signal: 0);
        }

        Assert.Null(all);
        Assert.Null(mark);
        Assert.Null(variables);
        Assert.Null(commandLine);
        Assert.False(signaled);
    }

    [Fact]
    public void Has_nothing_to_say_about_a_process_that_is_gone()
    {
        Assert.Equal(StartMark.Absent, _table.WasStartedWith(int.MaxValue, "PATH=x"));
        Assert.Empty(_table.Variables(int.MaxValue)!);
        Assert.Empty(_table.CommandLine(int.MaxValue)!);
        Assert.Equal("", _table.WaitChannel(int.MaxValue));
        Assert.Equal("", _table.KernelStack(int.MaxValue));
    }
}
