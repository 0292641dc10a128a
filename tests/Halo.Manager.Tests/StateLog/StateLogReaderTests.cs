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
        Assert.Empty(content.History.Events);
    }

    [Fact]
    public void Learns_flags_history_and_problems()
    {
        File.WriteAllText(Log, "t\tunmanage\tpool0\twhy\tby=root\nnonsense\nt\trunning\tost0\ntorn");

        var content = StateLogReader.Read(Log).Content!;

        Assert.Equal("root", content.Past.Groups["pool0"].Unmanaged!.By);
        Assert.Equal(["pool0", "ost0"], content.History.Events.Select(happened => happened.Line.Object));
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
        Assert.Equal(EventHistory.LongestHistory, content.History.Events.Count());
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Keeps_the_newest_events_since_the_last_clear_that_included()
    {
        var history = EventHistory.Empty;
        foreach (var line in Enumerable.Range(0, 5_000).Select(i => Line("running", $"e{i}")))
        {
            history = history.Add(line);
        }

        Assert.Equal(Enumerable.Range(4_000, 1_000).Select(i => $"e{i}"), history.Events.Select(happened => happened.Line.Object));
        var cleared = history.Add(Line("clear", "")).Add(Line("running", "after"));
        Assert.Equal(["clear", "running"], cleared.Events.Select(happened => happened.Line.Event));
        Assert.Equal(5_002, cleared.Last);
    }

    private static LogLine Line(string what, string on) => new("t", what, on, "");
}
