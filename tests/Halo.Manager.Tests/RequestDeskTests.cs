using Halo.Engine.Inputs;
using Halo.Engine.Rules;
using Halo.Engine.State;
using Halo.Manager.Requests;
using Halo.Protocol.Cli;

namespace Halo.Manager.Tests;

public sealed class RequestDeskTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly Mark Mark = new("root", "2026-04-15 15:40", "new DIMM");
    private static readonly VerbEntry Fence = VerbTable.Find(RequestVerbs.Fence)!;

    private readonly HandMadeSnapshots _snapshots = new();
    private readonly ObjectNames _names = new(HandMadeSnapshots.Config);
    private readonly RequestDesk _desk;

    public RequestDeskTests() => _desk = new RequestDesk(HandMadeSnapshots.Config, _snapshots, _snapshots, "run");

    private async Task<AskAnswer> AskAsync(VerbEntry verb, params string[] names)
    {
        (var answer, var tooLate) = await _desk.AskAsync(
            verb, _names.Find(verb.Objects, names).Found!.Value, force: true, Mark, CancellationToken.None).WaitAsync(Long);
        Assert.Null(tooLate);
        return answer!;
    }

    [Fact]
    public async Task Asks_the_engine_once_for_each_object_with_an_id_of_its_own()
    {
        await AskAsync(Fence, "mds01", "oss00");

        var told = _snapshots.Told.Cast<AdministratorAsked>().ToList();
        Assert.Equal([(AdministratorVerb.Fence, 1, 1), (AdministratorVerb.Fence, 0, 0)], told.Select(a => (a.Verb, a.DomainIndex, a.Position)));
        Assert.All(told, asked => Assert.Equal((true, Mark), (asked.Force, asked.Mark)));
        Assert.Distinct(told.Select(asked => asked.Request));
    }

    [Theory]
    [InlineData(RequestVerbs.Manage, "pool1", AdministratorVerb.Manage)]
    [InlineData(RequestVerbs.Unmanage, "pool1", AdministratorVerb.Unmanage)]
    [InlineData(RequestVerbs.Activate, "oss01", AdministratorVerb.Activate)]
    [InlineData(RequestVerbs.Deactivate, "oss01", AdministratorVerb.Deactivate)]
    [InlineData(RequestVerbs.Fence, "oss01", AdministratorVerb.Fence)]
    [InlineData(RequestVerbs.Reset, "oss01", AdministratorVerb.Reset)]
    [InlineData(RequestVerbs.Failback, "oss01", AdministratorVerb.Failback)]
    [InlineData(RequestVerbs.Cleanup, "ost0", AdministratorVerb.Cleanup)]
    [InlineData(RequestVerbs.PowerOn, "oss01", AdministratorVerb.PowerOn)]
    [InlineData(RequestVerbs.PowerStatus, "oss01", AdministratorVerb.PowerStatus)]
    public async Task Translates_every_verb(string verb, string name, AdministratorVerb meant)
    {
        var answer = await AskAsync(VerbTable.Find(verb)!, name);

        var asked = Assert.IsType<AdministratorAsked>(Assert.Single(_snapshots.Told));
        Assert.Equal((meant, 1), (asked.Verb, asked.Position));
        Assert.Equal((verb, name), (answer.Requests[0].Verb, answer.Requests[0].Object));
    }

    [Fact]
    public void Has_a_word_for_every_verb_of_the_engine() =>
        Assert.All(Enum.GetValues<AdministratorVerb>(), verb => Assert.Equal(verb, VerbTable.Find(VerbTable.Of(verb).Name)!.Verb));

    [Fact]
    public async Task Answers_with_what_the_engine_did_at_once()
    {
        _snapshots.OnInput = (snapshots, input) => snapshots.Put(HandMadeSnapshots.Taken(input) with
        {
            Stage = RequestStage.Refused,
            Text = "its partner is deactivated",
            Rule = RuleId.F5,
            WayOut = "activate it",
        });

        var request = Assert.Single((await AskAsync(Fence, "oss01")).Requests);

        Assert.Equal(
            (RequestProgress.Refused, "its partner is deactivated", "F5", "activate it"),
            (request.Stage, request.Text, request.Rule, request.WayOut));
    }

    [Fact]
    public async Task Waits_until_the_engine_has_taken_it_up()
    {
        AdministratorAsked? asked = null;
        _snapshots.OnInput = (_, input) => asked = (AdministratorAsked)input;

        var answer = AskAsync(Fence, "oss01");
        _snapshots.Change(1, domain => domain);
        Assert.False(answer.IsCompleted);
        _snapshots.Put(HandMadeSnapshots.Taken(asked!));

        Assert.Equal(RequestProgress.Pending, (await answer).Requests[0].Stage);
    }

    [Fact]
    public async Task Misses_no_request_where_the_engine_keeps_only_the_latest()
    {
        _snapshots.OnInput = (snapshots, input) =>
        {
            snapshots.Change(0, domain => domain with { Requests = [] });
            snapshots.Put(HandMadeSnapshots.Taken(input) with { Stage = RequestStage.Done });
        };

        Assert.All((await AskAsync(Fence, "oss00", "oss01")).Requests, request => Assert.Equal(RequestProgress.Done, request.Stage));
    }

    [Fact]
    public async Task Says_what_was_asked_for_and_what_not_when_the_engine_does_not_come_to_it()
    {
        _snapshots.OnInput = (snapshots, input) =>
        {
            if (snapshots.Told.Count < 2)
            {
                snapshots.Put(HandMadeSnapshots.Taken(input));
            }
        };
        var desk = new RequestDesk(HandMadeSnapshots.Config, _snapshots, _snapshots, "run") { TakenWithin = TimeSpan.FromMilliseconds(100) };

        (var answer, var tooLate) = await desk.AskAsync(
            Fence, _names.Find(ObjectKind.Host, ["oss00", "oss01", "mds00", "mds01"]).Found!.Value, false, Mark, CancellationToken.None);

        Assert.Null(answer);
        Assert.Equal(
            "the manager has not taken up oss01 within 0.1 s, but oss00 before it; mds00 to mds01 it was not asked for; " +
            "\"halo status\" shows what it does, \"journalctl -u halo\" why it is late",
            tooLate);
        Assert.Equal(2, _snapshots.Told.Count);
    }

    [Fact]
    public async Task Holds_an_answer_back_until_something_changes()
    {
        var first = await AskAsync(Fence, "oss01");
        var id = first.Requests[0].Id;

        var next = _desk.LookAsync([id], first.Seen, Long, CancellationToken.None);
        _snapshots.Change(1, domain => domain);
        Assert.False(next.IsCompleted);
        _snapshots.End(id, RequestStage.Done, "verified off");

        var answer = await next.WaitAsync(Long);
        Assert.Equal((RequestProgress.Done, "verified off"), (answer.Requests[0].Stage, answer.Requests[0].Text));
        Assert.NotEqual(first.Seen, answer.Seen);
    }

    [Fact]
    public async Task Answers_at_once_about_a_change_between_two_questions()
    {
        var first = await AskAsync(Fence, "oss01");
        _snapshots.Put(_snapshots.State.Domains[0].Requests[0] with { Text = "verifying" });

        var answer = await _desk.LookAsync([first.Requests[0].Id], first.Seen, Long, CancellationToken.None).WaitAsync(Long / 2);

        Assert.Equal((RequestProgress.Pending, "verifying"), (answer.Requests[0].Stage, answer.Requests[0].Text));
    }

    [Fact]
    public async Task Answers_with_the_same_when_the_wait_is_over()
    {
        var first = await AskAsync(Fence, "oss01");

        var answer = await _desk.LookAsync([first.Requests[0].Id], first.Seen, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.Equal(first.Seen, answer.Seen);
    }

    [Theory]
    [InlineData("run-0-99")]
    [InlineData("other-0-1")]
    [InlineData("run-9-1")]
    [InlineData("run--1-1")]
    [InlineData("run")]
    [InlineData("")]
    public async Task Says_of_an_id_that_it_does_not_know_that_it_does_not(string id)
    {
        await AskAsync(Fence, "oss01");

        var answer = await _desk.LookAsync([id], "whatever", Long, CancellationToken.None).WaitAsync(Long / 2);

        Assert.Equal((id, RequestProgress.NoLongerKnown), (answer.Requests[0].Id, answer.Requests[0].Stage));
    }
}
