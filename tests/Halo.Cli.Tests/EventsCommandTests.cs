using System.Text.Json;
using Halo.Protocol;
using Halo.Protocol.Cli;
using static Halo.Cli.Tests.Answers;

namespace Halo.Cli.Tests;

public sealed class EventsCommandTests
{
    private static byte[] Events(long last, params string[] names) =>
        FakeManager.Http(new EventsAnswer { Events = [.. names.Select(name => Event(name))], Last = last });

    [Theory]
    [InlineData("events")]
    [InlineData("events show")]
    public async Task Shows_the_newest_last(string command)
    {
        using var manager = FakeManager.Playing(Events(2, "start", "stop"));

        Assert.Equal(
            new Run(0, "2026-04-15 15:40:45.186271 event=start object=oss01\n2026-04-15 15:40:45.186271 event=stop object=oss01\n", ""),
            await Run.OfAsync([.. command.Split(' '), "--socket", manager.Path]));
        Assert.Equal(["GET /events?newest=10000"], manager.Heard);
    }

    [Fact]
    public async Task Shows_so_many_as_are_asked_for()
    {
        using var manager = FakeManager.Playing(Events(2, "stop"));

        await Run.OfAsync("events", "show", "-n", "1", "--socket", manager.Path);

        Assert.Equal(["GET /events?newest=1"], manager.Heard);
    }

    [Fact]
    public async Task Shows_nothing_where_nothing_happened()
    {
        using var manager = FakeManager.Playing(Events(0));

        Assert.Equal(new Run(0, "", ""), await Run.OfAsync("events", "show", "--socket", manager.Path));
    }

    [Fact]
    public async Task Prints_the_managers_answer_as_JSON()
    {
        using var manager = FakeManager.Playing(Events(2, "start"));

        var run = await Run.OfAsync("events", "show", "--json", "--socket", manager.Path);

        Assert.Equal("start", Assert.Single(JsonSerializer.Deserialize(run.Output, HaloJson.Default.EventsAnswer)!.Events).Event);
    }

    [Theory]
    [InlineData("events --follow")]
    [InlineData("events show --follow")]
    public async Task Follows_from_the_last_event_on_until_the_manager_is_gone(string command)
    {
        using var manager = FakeManager.Playing(Events(7, "start"), Events(7), Events(8, "stop"));

        var run = await Run.OfAsync([.. command.Split(' '), "--socket", manager.Path]);

        Assert.Equal(1, run.ExitStatus);
        Assert.Equal(["start", "stop"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("event=")[1].Split(' ')[0]));
        Assert.Equal(
            ["GET /events?newest=10", "GET /events?after=7&wait=10", "GET /events?after=7&wait=10", "GET /events?after=8&wait=10"],
            manager.Heard.Take(4));
    }

    [Fact]
    public async Task Stops_following_when_nobody_reads_any_more()
    {
        using var manager = FakeManager.Playing(Events(7, "start"));
        using var output = new StringWriter();
        var nobodyReads = Run.Surroundings(output, TextWriter.Null) with { OutputIsAbandoned = () => true };

        Assert.Equal(0, await HaloCommandLine.RunAsync(["events", "--follow", "--socket", manager.Path], nobodyReads));
    }

    [Fact]
    public async Task Clears_with_a_reason_and_says_nothing()
    {
        using var manager = FakeManager.Playing(Events(8, "clear"));

        Assert.Equal(new Run(0, "", ""), await Run.OfAsync("events", "clear", "--reason", "all read", "--socket", manager.Path));
        Assert.Equal(["POST /events/clear {\"reason\":\"all read\",\"sudo_user\":null}"], manager.Heard);
    }
}
