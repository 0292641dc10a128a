using System.Collections.Immutable;
using System.Diagnostics;
using Halo.Engine.StateLog;
using Halo.Manager.StateLog;
using Xunit.Abstractions;

namespace Halo.Manager.Tests.StateLog;

public sealed class StateLogReaderTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-log-");

    private string Log => Path.Combine(_folder.FullName, "halo.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Learns_nothing_from_a_log_that_does_not_exist()
    {
        var content = StateLogReader.Read(Log).Content!;

        Assert.Empty(content.Past.Hosts);
        Assert.Empty(content.History.Lines);
    }

    [Fact]
    public void Learns_flags_history_and_problems()
    {
        File.WriteAllText(Log, "t\tunmanage\tpool0\twhy\tby=root\nnonsense\nt\trunning\tost0\ntorn");

        var content = StateLogReader.Read(Log).Content!;

        Assert.Equal("root", content.Past.Groups["pool0"].Unmanaged!.By);
        Assert.Equal(["pool0", "ost0"], content.History.Lines.Select(line => line.Object));
        Assert.Equal(2, content.Past.Problems.Length);
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/dev")]
    public void Refuses_what_is_no_regular_file(string path)
    {
        var (content, fault) = StateLogReader.Read(path);

        Assert.Null(content);
        Assert.Equal($"the state log {path} is no regular file; name another with --statefile", fault);
    }

    /// <summary>The kernel's memory file gives an error to everybody who reads at its beginning.</summary>
    [Fact]
    public void Refuses_what_cannot_be_read()
    {
        var (content, fault) = StateLogReader.Read("/proc/self/mem");

        Assert.Null(content);
        Assert.StartsWith("the state log /proc/self/mem cannot be read (", fault, StringComparison.Ordinal);
        Assert.Contains("--statefile", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_million_lines_within_seconds()
    {
        using (var writer = new StreamWriter(Log))
        {
            for (var i = 0; i < 1_000_000; i++)
            {
                writer.WriteLine($"2026-04-15T15:40:45.186271Z\trunning\tost{i % 100}\ton oss{i % 10}\tby=halo");
            }
        }

        var began = Stopwatch.GetTimestamp();
        var content = StateLogReader.Read(Log).Content!;
        var took = Stopwatch.GetElapsedTime(began);

        output.WriteLine($"a million lines: {took.TotalSeconds:0.00} s");
        Assert.Equal(EventHistory.LongestHistory, content.History.Lines.Count());
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Keeps_the_newest_events_since_the_last_clear()
    {
        var history = EventHistory.Empty;
        foreach (var line in Enumerable.Range(0, 5_000).Select(i => Line("running", $"e{i}")))
        {
            history = history.Add(line);
        }

        Assert.Equal(Enumerable.Range(4_000, 1_000).Select(i => $"e{i}"), history.Lines.Select(line => line.Object));
        Assert.Equal(["after"], history.Add(Line("clear", "")).Add(Line("running", "after")).Lines.Select(line => line.Object));
    }

    [Fact]
    public void Lists_all_events_since_the_last_clear_the_newest_last()
    {
        File.WriteAllText(Log, "t\trunning\ta\nt\tclear\t\t\tby=root\nt\trunning\tb\nnonsense\nt\trunning\tc\ntorn");

        var events = StateLogReader.ReadEvents(Log, [], limit: 10).Events!;

        Assert.Equal(["b", "c"], events.Lines.Select(line => line.Object));
        Assert.Equal(0, events.LeftOut);
    }

    [Fact]
    public void Says_how_many_older_events_are_left_out()
    {
        File.WriteAllLines(Log, Enumerable.Range(0, 10).Select(i => Line("running", $"e{i}").Format()));

        var events = StateLogReader.ReadEvents(Log, [], limit: 3).Events!;

        Assert.Equal(["e7", "e8", "e9"], events.Lines.Select(line => line.Object));
        Assert.Equal(7, events.LeftOut);
    }

    [Fact]
    public void Lists_what_is_not_written_yet_once()
    {
        ImmutableArray<LogLine> lines = [Line("running", "a"), Line("running", "b"), Line("running", "c")];
        File.WriteAllLines(Log, lines.Take(2).Select(line => line.Format()));

        Assert.Equal(["a", "b", "c"], StateLogReader.ReadEvents(Log, lines[1..], limit: 10).Events!.Lines.Select(line => line.Object));
    }

    private static LogLine Line(string what, string on) => new("t", what, on, "");
}
