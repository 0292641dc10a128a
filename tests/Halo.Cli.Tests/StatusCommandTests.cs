using System.Text.Json;
using Halo.Cli.Terminals;
using Halo.Protocol;
using Halo.Protocol.Cli;
using static Halo.Cli.Tests.Answers;

namespace Halo.Cli.Tests;

public sealed class StatusCommandTests
{
    private static readonly WindowSize Window = new(40, 24);

    private static StatusAnswer Troubled => Of(
        Resource("ost0", state: "Error") with { Comment = "can't mount ost0: no such device or address" }) with
    {
        Events = [.. Enumerable.Range(0, 9).Select(i => Event($"e{i}"))],
    };

    [Fact]
    public async Task Prints_the_page_and_five_events()
    {
        using var manager = FakeManager.Status(Troubled);

        var run = await Run.OfAsync("status", "--socket", manager.Path);

        Assert.Equal((0, ""), (run.ExitStatus, run.Error));
        Assert.StartsWith("ost0 (lustre/Lustre):      Error: can't mount ost0: no such device or address\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("e4 e5 e6 e7 e8", string.Join(' ', run.Output.Split("event=")[1..].Select(e => e[..2])));
    }

    [Fact]
    public async Task Prints_nothing_with_x_when_all_is_well()
    {
        using var manager = FakeManager.Status(Of(Resource("ost0")) with { Events = [Event("start")] });

        Assert.Equal(new Run(0, "", ""), await Run.OfAsync("status", "-x", "--socket", manager.Path));
    }

    [Fact]
    public async Task Prints_only_trouble_and_the_events_asked_for_with_x()
    {
        using var manager = FakeManager.Status(Troubled);

        Assert.Equal(
            """
            ost0 (lustre/Lustre):      Error: can't mount ost0: no such device or address
            Events:
            2026-04-15 15:40:45.186271 event=e8 object=oss01

            """,
            (await Run.OfAsync("status", "-xe1", "--socket", manager.Path)).Output);
    }

    [Fact]
    public async Task Finds_the_socket_in_the_environment()
    {
        using var manager = FakeManager.Status(Of());

        Assert.Equal(0, (await Run.InAsync(new(StringComparer.Ordinal) { ["HALO_SOCKET"] = manager.Path }, null, "status")).ExitStatus);
    }

    [Fact]
    public async Task Takes_the_flag_before_the_environment()
    {
        using var manager = FakeManager.Status(Of());

        Assert.Equal(0, (await Run.InAsync(new(StringComparer.Ordinal) { ["HALO_SOCKET"] = "/nonexistent" }, null, "--socket", manager.Path, "status")).ExitStatus);
    }

    [Fact]
    public async Task Ends_with_1_and_one_sentence_where_there_is_no_manager()
    {
        var run = await Run.InAsync(new(StringComparer.Ordinal) { ["HALO_SOCKET"] = "/nonexistent/halo.socket" }, null, "status");

        Assert.Equal((1, ""), (run.ExitStatus, run.Output));
        Assert.Matches("^halo: no manager: there is no socket /nonexistent/halo.socket; .*\n$", run.Error);
    }

    [Fact]
    public async Task Prints_the_managers_answer_as_JSON()
    {
        var evil = Troubled with { Mode = "\u009b\e" };
        using var manager = FakeManager.Status(evil);

        var run = await Run.OfAsync("status", "--json", "--socket", manager.Path);

        Assert.Contains("\n      \"comment\": \"can't mount", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c != '\n');
        Assert.Equal(
            JsonSerializer.Serialize(evil, HaloJson.Default.StatusAnswer),
            JsonSerializer.Serialize(JsonSerializer.Deserialize(run.Output, HaloJson.Default.StatusAnswer)!, HaloJson.Default.StatusAnswer));
    }

    [Fact]
    public async Task Breaks_lines_and_colours_states_on_a_terminal()
    {
        using var manager = FakeManager.Status(Troubled);

        var run = await Run.InAsync(new(StringComparer.Ordinal) { ["TERM"] = "xterm" }, Window, "status", "-x", "--socket", manager.Path);

        Assert.Equal(
            """
            ost0 (lustre/Lustre):      ~31mError~0m: can't
                mount ost0: no such device or
                address

            """,
            run.Output.Replace("\e[", "~", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NO_COLOR", "1", false)]
    [InlineData("NO_COLOR", "", true)]
    [InlineData("TERM", "dumb", false)]
    [InlineData("TERM", "", false)]
    public async Task Colours_nothing_where_nobody_wants_it(string variable, string value, bool coloured)
    {
        using var manager = FakeManager.Status(Troubled);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TERM"] = "xterm", [variable] = value };

        var run = await Run.InAsync(variables, Window, "status", "--socket", manager.Path);

        Assert.Equal(coloured, run.Output.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_that_the_output_cannot_be_written()
    {
        using var manager = FakeManager.Status(Of());
        using var full = new StreamWriter(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        using var error = new StringWriter();

        var status = await HaloCommandLine.RunAsync(
            ["status", "--socket", manager.Path], Run.Surroundings(full, error));

        Assert.Equal(1, status);
        Assert.StartsWith("halo: cannot write the output: ", error.ToString(), StringComparison.Ordinal);
    }
}
