using System.Text;
using Halo.Engine.StateLog;
using Halo.Manager.StateLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Tests.StateLog;

/// <summary>A real file system that runs full in the middle of a line, and has room again.</summary>
public sealed class FullDiskTests
{
    private const int Events = 300;

    [SmallDiskFact]
    public async Task Loses_nothing_and_keeps_the_order_when_there_is_room_again()
    {
        using var disk = new SmallDisk();
        disk.Fill();
        var path = Path.Combine(disk.Folder, "halo.state");
        using var stop = new CancellationTokenSource();
        var log = new StateLogFile(new AppendFile(path), new LogReplay(), path, TimeProvider.System, NullLogger<StateLogFile>.Instance);
        var writing = log.RunAsync(stop.Token);

        for (var i = 0; i < Events; i++)
        {
            await Eventually.EndsAsync(log.AppendAsync([new LogLine("t", "unmanage", $"group{i}", new string('x', 100))]));
        }

        Assert.Contains("No space left on device", log.Trouble, StringComparison.Ordinal);
        disk.Free();
        await Eventually.IsTrueAsync(() => log.Trouble is null);
        await stop.CancelAsync();
        await Eventually.EndsAsync(writing);

        var read = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path)).Split('\n')
            .Select(text => LogLine.Parse(text, out _)?.Object).OfType<string>().Distinct();
        Assert.Equal(Enumerable.Range(0, Events).Select(i => $"group{i}"), read);
    }
}
