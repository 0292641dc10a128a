using Halo.Engine.StateLog;
using Halo.Manager.StateLog;
using Microsoft.Extensions.Logging;

namespace Halo.Manager.Tests.StateLog;

/// <summary>A state log that is rotated, shortened or replaced while the manager runs: what it must know is not lost with it.</summary>
public sealed class LosingTheFileTests : IDisposable, ILogger<StateLogFile>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-log-");
    private readonly List<string> _errors = [];

    private string Path => System.IO.Path.Combine(_folder.FullName, "halo.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("shortened")]
    [InlineData("moved")]
    [InlineData("deleted")]
    [InlineData("replaced")]
    public async Task A_restart_knows_what_was_said_before_the_file_was_lost(string how)
    {
        await File.WriteAllTextAsync(Path, "2026-04-15T15:40:45.186271Z\tunmanage\tpool0\tnew disks\tby=root\n");
        await WriteAsync(async log =>
        {
            await Eventually.EndsAsync(log.AppendAsync([Line("deactivate", "oss01")]));
            Lose(how);

            // Nothing happens: the file is looked at all the same.
            await Eventually.IsTrueAsync(() => File.Exists(Path) && File.ReadAllText(Path).Contains("written-anew", StringComparison.Ordinal));
            await Eventually.IsTrueAsync(() => log.Trouble is null);
            await Eventually.EndsAsync(log.AppendAsync([Line("deactivate", "oss02")]));
        });

        var past = StateLogReader.Read(Path).Content!.Past;
        Assert.Equal("by root, 2026-04-15 15:40, \"new disks\"", past.Groups["pool0"].Unmanaged!.ToString());
        Assert.False(past.Groups.ContainsKey("pool9"));
        Assert.Equal(["oss01", "oss02"], past.Hosts.Where(host => host.Value.Deactivated is not null).Select(host => host.Key));
        Assert.Contains("is not as HALO left it", Assert.Single(_errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_ends_at_once_has_written_anew_what_must_be_known()
    {
        await WriteAsync(async log =>
        {
            await Eventually.EndsAsync(log.AppendAsync([Line("unmanage", "pool0")]));
            Lose("shortened");
        });

        Assert.NotNull(StateLogReader.Read(Path).Content!.Past.Groups["pool0"].Unmanaged);
    }

    [Fact]
    public async Task Says_so_until_what_must_be_known_is_on_disk()
    {
        await WriteAsync(async log =>
        {
            await Eventually.EndsAsync(log.AppendAsync([Line("unmanage", "pool0")]));
            File.Move(Path, Path + ".1");
            File.CreateSymbolicLink(Path, "/dev/full");
            await Eventually.IsTrueAsync(() => log.Trouble?.Contains("No space left", StringComparison.Ordinal) == true);
            Assert.StartsWith(
                "the file was moved away or deleted, and what a restart must know is not in it yet; No space left", log.Trouble, StringComparison.Ordinal);

            File.Delete(Path);
            await Eventually.IsTrueAsync(() => log.Trouble is null);
        });

        Assert.NotNull(StateLogReader.Read(Path).Content!.Past.Groups["pool0"].Unmanaged);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Error)
        {
            _errors.Add(formatter(state, exception));
        }
    }

    private void Lose(string how)
    {
        switch (how)
        {
            case "shortened":
                File.WriteAllText(Path, "");
                break;
            case "moved":
                File.Move(Path, Path + ".1");
                File.WriteAllText(Path, "");
                break;
            case "deleted":
                File.Delete(Path);
                break;
            default:
                File.WriteAllText(Path + ".new", "t\tunmanage\tpool9\tlong ago\n");
                File.Move(Path + ".new", Path, overwrite: true);
                break;
        }
    }

    private async Task WriteAsync(Func<StateLogFile, Task> act)
    {
        var content = StateLogReader.Read(Path).Content!;
        using var stop = new CancellationTokenSource();
        var log = new StateLogFile(new AppendFile(Path, content.Left), content.Replay, Path, TimeProvider.System, this);
        var writing = log.RunAsync(stop.Token);
        await act(log);
        await stop.CancelAsync();
        await Eventually.EndsAsync(writing);
    }

    private static LogLine Line(string what, string on) => new("t", what, on, "") { Fields = [new(LogLine.ByField, "root")] };
}
