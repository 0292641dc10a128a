using Halo.Protocol.Cli;

namespace Halo.Cli.Tests;

public sealed class PowerStatusTests
{
    private static RequestStatus Host(string name, RequestProgress stage, string text, string? rule = null) =>
        new() { Id = $"run-0-{name}", Object = name, Verb = RequestVerbs.PowerStatus, Stage = stage, Text = text, Rule = rule };

    private static byte[] Answer(string seen, params RequestStatus[] requests) =>
        FakeManager.Http(new AskAnswer { Requests = requests, Seen = seen });

    [Fact]
    public async Task Prints_a_table_in_the_order_of_the_question_whoever_answers_first()
    {
        using var manager = FakeManager.Playing(
            Answer(
                "1",
                Host("oss00", RequestProgress.Pending, "asking"),
                Host("oss01", RequestProgress.Done, "off (verified)"),
                Host("mds", RequestProgress.Refused, "it has no fence agent", "F0")),
            Answer("2", Host("oss00", RequestProgress.Done, "on")));

        Assert.Equal(
            new Run(1, "oss00  on\noss01  off (verified)\nmds    unknown: it has no fence agent (F0)\n", ""),
            await Run.OfAsync("power", "status", "oss[00-01],mds", "--socket", manager.Path));
    }

    [Fact]
    public async Task Asks_about_all_hosts_where_none_is_named()
    {
        using var manager = FakeManager.Playing(Answer("1", Host("oss00", RequestProgress.Done, "on")));

        Assert.Equal(new Run(0, "oss00  on\n", ""), await Run.OfAsync("power", "status", "--socket", manager.Path));
        Assert.Contains("\"verb\":\"power-status\",\"objects\":[]", Assert.Single(manager.Heard), StringComparison.Ordinal);
    }
}
