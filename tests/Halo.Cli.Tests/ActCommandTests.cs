using Halo.Cli.Connection;
using Halo.Cli.Requests;
using Halo.Cli.Terminals;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Tests;

public sealed class ActCommandTests
{
    private static RequestStatus Request(
        string name, RequestProgress stage = RequestProgress.Done, string text = "", string? rule = null, string? wayOut = null) => new()
        {
            Id = $"run-0-{name}",
            Object = stage == RequestProgress.NoLongerKnown ? "" : name,
            Verb = "",
            Stage = stage,
            Text = text,
            Rule = rule,
            WayOut = wayOut,
        };

    private static byte[] Answer(string seen, params RequestStatus[] requests) =>
        FakeManager.Http(new AskAnswer { Requests = requests, Seen = seen });

    [Theory]
    [InlineData("fence oss01", "fence", "oss01", false)]
    [InlineData("fence oss[00-01] --force", "fence", "oss00,oss01", true)]
    [InlineData("fence oss01 oss00", "fence", "oss00,oss01", false)]
    [InlineData("reset oss01", "reset", "oss01", false)]
    [InlineData("activate oss01", "activate", "oss01", false)]
    [InlineData("deactivate oss01", "deactivate", "oss01", false)]
    [InlineData("failback --onto oss[00-01]", "failback", "oss00,oss01", false)]
    [InlineData("failback --onto oss01 oss00", "failback", "oss00,oss01", false)]
    [InlineData("manage pool1 pool0", "manage", "pool1,pool0", false)]
    [InlineData("unmanage pool[0-1]", "unmanage", "pool0,pool1", false)]
    [InlineData("cleanup pool(1) pool(1)", "cleanup", "pool(1)", false)]
    [InlineData("power on oss01", "power-on", "oss01", false)]
    [InlineData("power off oss01", "fence", "oss01", false)]
    [InlineData("power off oss01 --force", "fence", "oss01", true)]
    public async Task Asks_the_manager_for_what_was_typed(string arguments, string verb, string objects, bool force)
    {
        using var manager = FakeManager.Playing(Answer("1", Request("x")));

        await Run.OfAsync([.. arguments.Split(' '), "--reason", "test it", "--socket", manager.Path]);

        var names = string.Join(',', objects.Split(',').Select(name => $"\"{name}\""));
        Assert.Equal(
            [$"POST /requests {{\"verb\":\"{verb}\",\"objects\":[{names}],\"force\":{(force ? "true" : "false")},\"reason\":\"test it\",\"sudo_user\":null}}"],
            manager.Heard);
    }

    [Fact]
    public async Task Tells_the_manager_who_became_root_with_sudo()
    {
        using var manager = FakeManager.Playing(Answer("1", Request("oss01")));

        await Run.InAsync(new(StringComparer.Ordinal) { ["SUDO_USER"] = "alice" }, null, "reset", "oss01", "--socket", manager.Path);

        Assert.EndsWith("\"sudo_user\":\"alice\"}", Assert.Single(manager.Heard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_what_is_done_and_ends_with_0()
    {
        using var manager = FakeManager.Playing(Answer("1", Request("pool0", text: "pool0 is managed."), Request("pool1"), Request("pool2", text: "it is managed")));

        Assert.Equal(
            new Run(0, "pool0 is managed\npool1: done\npool2: it is managed\n", ""),
            await Run.OfAsync("manage", "pool[0-2]", "--socket", manager.Path));
    }

    [Fact]
    public async Task Says_of_a_refusal_the_rule_the_facts_and_the_way_out_and_ends_with_1()
    {
        using var manager = FakeManager.Playing(Answer(
            "1",
            Request("oss01", RequestProgress.Refused, "its partner oss00 is deactivated (by root, 2026-04-15 15:40, \"needs new DIMM\")", "F5", "activate oss00 first, or use --force")));

        Assert.Equal(
            new Run(
                1,
                "",
                "halo: cannot fence oss01: its partner oss00 is deactivated (by root, 2026-04-15 15:40, \"needs new DIMM\") (F5). " +
                "Activate oss00 first, or use --force.\n"),
            await Run.OfAsync("fence", "oss01", "--socket", manager.Path));
    }

    [Theory]
    [InlineData("mgs is to be brought back", "mgs is to be brought back.")]
    [InlineData("oss02 comes back", "oss02 comes back.")]
    [InlineData("halo activate oss02", "halo activate oss02.")]
    [InlineData("HALO goes on by itself.", "HALO goes on by itself.")]
    public async Task Begins_a_way_out_with_a_name_as_the_name_is_written(string wayOut, string told)
    {
        using var manager = FakeManager.Playing(Answer("1", Request("mgs", RequestProgress.Failed, "it stays on", wayOut: wayOut)));

        Assert.Equal($"halo: fence mgs failed: it stays on. {told}\n", (await Run.OfAsync("fence", "mgs", "--socket", manager.Path)).Error);
    }

    [Fact]
    public async Task Waits_until_all_have_ended_and_asks_only_about_those_that_have_not()
    {
        using var manager = FakeManager.Playing(
            Answer("1", Request("oss00", RequestProgress.Pending), Request("oss01", RequestProgress.Pending, "powering off")),
            Answer("2", Request("oss00", text: "off"), Request("oss01", RequestProgress.Pending, "verifying")),
            Answer("3", Request("oss01", RequestProgress.Pending, "verifying")),
            Answer("4", Request("oss01", RequestProgress.Failed, "it stays on")));

        var run = await Run.OfAsync("fence", "oss[00-01]", "--socket", manager.Path);

        Assert.Equal(new Run(1, "oss00: off\n", "halo: fence oss01 failed: it stays on\n"), run);
        Assert.Equal(
            [
                "GET /requests?ids=run-0-oss00,run-0-oss01&seen=1&wait=10",
                "GET /requests?ids=run-0-oss01&wait=10",
                "GET /requests?ids=run-0-oss01&seen=3&wait=10",
            ],
            manager.Heard.Skip(1));
    }

    [Fact]
    public async Task Rewrites_one_line_for_each_object_on_a_terminal()
    {
        using var manager = FakeManager.Playing(
            Answer("1", Request("oss00", RequestProgress.Pending), Request("oss01", RequestProgress.Pending, "powering off")),
            Answer("2", Request("oss00", text: "off"), Request("oss01", RequestProgress.Pending, "verifying\a")),
            Answer("3", Request("oss01", text: "off")));

        var run = await Run.InAsync(
            new(StringComparer.Ordinal) { ["TERM"] = "xterm" }, new WindowSize(20, 24), "fence", "oss[00-01]", "--socket", manager.Path);

        Assert.Equal(
            "oss00: being done\noss01: powering off\n~2A\r~J" +
            "oss00: off\noss01: verifying\\x0\n~1A\r~J" +
            "oss01: off\n",
            run.Output.Replace("\e[", "~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Does_not_wait_where_that_is_not_wanted()
    {
        using var manager = FakeManager.Playing(
            Answer("1", Request("oss00", RequestProgress.Pending, "powering off"), Request("oss01", RequestProgress.Pending)));

        Assert.Equal(
            new Run(0, "oss00: asked for (powering off)\noss01: asked for\n", ""),
            await Run.OfAsync("fence", "oss[00-01]", "--no-wait", "--socket", manager.Path));
    }

    [Fact]
    public async Task Ends_with_1_where_something_was_refused_though_nobody_waits()
    {
        using var manager = FakeManager.Playing(Answer("1", Request("oss00", RequestProgress.Refused, "no"), Request("oss01", RequestProgress.Pending)));

        Assert.Equal(1, (await Run.OfAsync("fence", "oss[00-01]", "--no-wait", "--socket", manager.Path)).ExitStatus);
    }

    [Fact]
    public async Task Says_that_it_is_not_known_what_became_of_a_request_that_the_manager_forgot()
    {
        using var manager = FakeManager.Playing(
            Answer("1", Request("oss01", RequestProgress.Pending)),
            Answer("2", Request("oss01", RequestProgress.NoLongerKnown, "the manager no longer knows it")));

        Assert.Equal(
            new Run(1, "", "halo: it is not known whether HALO could fence oss01: the manager no longer knows it; \"halo status\" and \"halo events\" show what it did\n"),
            await Run.OfAsync("fence", "oss01", "--socket", manager.Path));
    }

    [Fact]
    public async Task Says_so_when_the_manager_ends_while_it_waits()
    {
        using var manager = FakeManager.Playing(Answer("1", Request("oss01", RequestProgress.Pending)));

        var run = await Run.OfAsync("fence", "oss01", "--socket", manager.Path);

        Assert.Equal((1, ""), (run.ExitStatus, run.Output));
        Assert.StartsWith("halo: no longer waiting to fence oss01, and it is not known how that ends: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_asks_twice_for_one_thing()
    {
        using var manager = FakeManager.Playing();

        var run = await Run.OfAsync("fence", "oss01", "--socket", manager.Path);

        Assert.Equal(1, run.ExitStatus);
        Assert.Contains("closed the connection without an answer", run.Error, StringComparison.Ordinal);
        Assert.Single(manager.Heard);
    }

    [Fact]
    public async Task Stops_waiting_when_it_is_interrupted_and_says_that_the_deed_goes_on()
    {
        using var manager = FakeManager.Silent();
        manager.Script.Enqueue(Answer("1", Request("oss00", RequestProgress.Pending), Request("oss01", RequestProgress.Pending)));
        using var stop = new CancellationTokenSource();

        var run = InterruptibleAsync(manager, stop.Token);
        await Eventually(() => manager.Heard.Count == 2);
        await stop.CancelAsync();

        Assert.Equal(
            new Run(1, "", "halo: no longer waiting to fence oss[00-01]; it goes on, and \"halo status\" shows how far it is\n"),
            await run);
    }

    [Fact]
    public async Task Says_that_nothing_is_known_where_it_is_interrupted_before_the_manager_answered()
    {
        using var manager = FakeManager.Silent();
        using var stop = new CancellationTokenSource();

        var run = InterruptibleAsync(manager, stop.Token);
        await Eventually(() => manager.Heard.Count == 1);
        await stop.CancelAsync();

        Assert.Equal(
            new Run(1, "", "halo: interrupted before the manager answered; \"halo status\" shows whether it took up what was asked for\n"),
            await run);
    }

    [Fact]
    public async Task Passes_the_managers_own_refusal_on()
    {
        using var manager = FakeManager.Playing(FakeManager.Http(
            new ProtocolError { Code = ErrorCodes.UnknownObject, Message = "there is no host oss91 (did you mean oss01?); nothing was done" }, 404));

        Assert.Equal(
            new Run(1, "", "halo: there is no host oss91 (did you mean oss01?); nothing was done\n"),
            await Run.OfAsync("fence", "oss91", "--socket", manager.Path));
    }

    [Fact]
    public async Task Ends_with_1_where_there_is_no_manager() => Assert.StartsWith(
        "halo: no manager: there is no socket /nonexistent/halo.socket; ",
        (await Run.OfAsync("fence", "oss01", "--socket", "/nonexistent/halo.socket")).Error,
        StringComparison.Ordinal);

    private static async Task<Run> InterruptibleAsync(FakeManager manager, CancellationToken stop)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var client = new ManagerClient(manager.Path);
        var status = await new RequestRun(client, ActingVerb.Fence, Run.Surroundings(output, error))
            .RunAsync(new AskRequest { Verb = RequestVerbs.Fence, Objects = ["oss00", "oss01"] }, wait: true, stop);
        return new Run(status, output.ToString(), error.ToString());
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), deadline.Token);
        }
    }
}
