using System.Text.Json;
using Halo.Protocol.Cli;
using Halo.Protocol.Remote;

namespace Halo.Protocol.Tests;

public sealed class JsonTests
{
    [Fact]
    public void Names_are_snake_case_and_actions_are_those_of_the_OCF_standard()
    {
        var text = JsonSerializer.Serialize(Request(), HaloJson.Default.OperationRequest);

        Assert.Contains("\"interval_milliseconds\":5000", text, StringComparison.Ordinal);
        Assert.Contains("\"action\":\"start\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_request_is_lost_on_the_way()
    {
        var read = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(Request(), HaloJson.Default.OperationRequest), HaloJson.Default.OperationRequest)!;

        Assert.Equal(Request() with { Parameters = read.Parameters }, read);
        Assert.Equal(Request().Parameters, read.Parameters);
    }

    [Theory]
    [InlineData(OperationState.Running, "running")]
    [InlineData(OperationState.Exited, "exited")]
    [InlineData(OperationState.Signaled, "signaled")]
    [InlineData(OperationState.TimedOut, "timed_out")]
    [InlineData(OperationState.NotStarted, "not_started")]
    [InlineData(OperationState.Refused, "refused")]
    [InlineData(OperationState.OutcomeLost, "outcome_lost")]
    public void Every_state_of_an_operation_has_its_word(OperationState state, string word)
    {
        var text = JsonSerializer.Serialize(new OperationAnswer { Id = "1", State = state }, HaloJson.Default.OperationAnswer);

        Assert.Contains($"\"state\":\"{word}\"", text, StringComparison.Ordinal);
        Assert.Equal(state, JsonSerializer.Deserialize(text, HaloJson.Default.OperationAnswer)!.State);
    }

    [Fact]
    public void A_request_without_a_required_field_is_refused() => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize("""{"session": 1}""", HaloJson.Default.OpenSessionRequest));

    [Fact]
    public void A_field_that_may_not_be_null_is_refused_when_it_is() => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize(
            """{"session": 1, "instance_id": null, "boot_id": "b", "manager_id": "m", "manager_name": "n"}""",
            HaloJson.Default.OpenSessionRequest));

    [Fact]
    public void The_status_has_the_fields_that_scripts_rely_on()
    {
        var status = new StatusAnswer
        {
            Version = "1",
            Mode = "manage",
            Hosts = [],
            Resources = [],
            Held = [],
            Unmanaged = [],
            Orphans = [],
            Refusals = [],
            WaitsFor = [new WaitStatus { Object = "pool0", Rule = "P1", Because = "b", WayOut = "w" }],
            Events = [],
        };

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(status, HaloJson.Indented.StatusAnswer));

        Assert.Equal(
            ["version", "mode", "log_trouble", "cut_off", "hosts", "resources", "held", "unmanaged", "orphans", "refusals", "waits_for", "events"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("w", json.RootElement.GetProperty("waits_for")[0].GetProperty("way_out").GetString());
    }

    [Theory]
    [InlineData(RequestProgress.Pending, "pending")]
    [InlineData(RequestProgress.Done, "done")]
    [InlineData(RequestProgress.Failed, "failed")]
    [InlineData(RequestProgress.Refused, "refused")]
    [InlineData(RequestProgress.NoLongerKnown, "no_longer_known")]
    public void Every_stage_of_a_request_has_its_word(RequestProgress stage, string word)
    {
        var text = JsonSerializer.Serialize(
            new AskAnswer { Requests = [new RequestStatus { Id = "1", Object = "o", Verb = "v", Stage = stage, Text = "t" }], Seen = "s" },
            HaloJson.Default.AskAnswer);

        Assert.Contains($"\"stage\":\"{word}\"", text, StringComparison.Ordinal);
        Assert.Equal(stage, JsonSerializer.Deserialize(text, HaloJson.Default.AskAnswer)!.Requests[0].Stage);
    }

    [Theory]
    [InlineData(FenceProgress.Announced, "announced")]
    [InlineData(FenceProgress.PoweringOff, "powering_off")]
    [InlineData(FenceProgress.Verifying, "verifying")]
    public void Every_stage_of_a_fence_has_its_word(FenceProgress stage, string word)
    {
        var host = new HostStatus { Id = "h", Connected = false, Active = true, Fenced = false, Fencing = stage, Power = "on", Paths = [] };
        var text = JsonSerializer.Serialize(host, HaloJson.Default.HostStatus);

        Assert.Contains($"\"fencing\":\"{word}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_needs_no_more_than_a_verb_and_objects()
    {
        var asked = JsonSerializer.Deserialize("""{"verb": "fence", "objects": ["oss01"]}""", HaloJson.Default.AskRequest)!;

        Assert.Equal((false, null, null), (asked.Force, asked.Reason, asked.SudoUser));
    }

    [Fact]
    public void A_request_with_a_field_that_there_is_not_is_refused() => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize("""{"verb": "fence", "objects": [], "forse": true}""", HaloJson.Default.AskRequest));

    private static OperationRequest Request() => new()
    {
        Id = "run-0-1",
        Session = 3,
        InstanceId = "i",
        BootId = "b",
        Resource = "ost0",
        Kind = "lustre/Lustre",
        Action = AgentAction.Start,
        IntervalMilliseconds = 5000,
        TimeoutMilliseconds = 300_000,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["target"] = "pool0/ost0" },
    };
}
