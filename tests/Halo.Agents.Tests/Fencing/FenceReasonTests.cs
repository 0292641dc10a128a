using Halo.Agents.Fencing;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Fencing;

public sealed class FenceReasonTests : IDisposable
{
    private const string Failed = "fence_test could not power oss00 off (exit status 1)";

    private readonly FakeAgents _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task Is_the_last_line_that_the_agent_wrote_to_standard_error() =>
        Assert.Equal($"{Failed}: no such plug", await ReasonAsync("echo out; printf 'first\\nno such plug\\n\\n' >&2; exit 1"));

    [Fact]
    public async Task Leaves_out_the_agents_log_prefix_and_its_hint_for_those_who_run_it_by_hand()
    {
        var reason = await ReasonAsync(
            """
            echo "2026-04-15 15:40:45,186 ERROR: Failed: You have to enter fence address" >&2
            echo >&2
            echo "2026-04-15 15:40:45,186 ERROR: Please use '-h' for usage" >&2
            exit 1
            """);

        Assert.Equal($"{Failed}: You have to enter fence address", reason);
    }

    [Fact]
    public async Task Has_no_control_characters() =>
        Assert.Equal($"{Failed}: a [2Jb", await ReasonAsync("printf 'a\\033[2Jb\\r\\n' >&2; exit 1"));

    [Fact]
    public async Task Keeps_the_end_of_a_line_that_is_too_long()
    {
        var reason = await ReasonAsync("printf 'x%.0s' {1..5000} >&2; echo cause >&2; exit 1");

        Assert.Equal($"{Failed}: …{new string('x', 495)}cause", reason);
    }

    [Fact]
    public async Task Says_after_the_deadline_what_the_agent_had_said()
    {
        _ = _fake.Install("test", "echo trying again >&2; sleep 60");
        var call = FakeAgents.Call("test", FenceVerb.Off) with { Deadline = TimeSpan.FromSeconds(0.5) };

        var answer = await _fake.Agents.CallAsync(call, default);

        Assert.Equal("fence_test did not end within 0.5 s when asked to power oss00 off: trying again", answer.Reason);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("passwd")]
    [InlineData("PASSWORD")]
    [InlineData("snmp-priv-passwd")]
    [InlineData("passphrase")]
    [InlineData("client_secret")]
    [InlineData("api-token")]
    [InlineData("secret_key")]
    [InlineData("community")]
    [InlineData("hexadecimal_kg")]
    public async Task Never_shows_a_secret_of_the_configuration(string name)
    {
        var reason = await ReasonAsync("echo \"swordfish: -Pswordfish is wrong\" >&2; exit 1", (name, "swordfish"));

        Assert.Equal($"{Failed}: ***: -P*** is wrong", reason);
    }

    [Fact]
    public async Task Never_shows_the_password_of_a_password_file()
    {
        var path = _fake.WriteFile("secret", "swordfish\n");

        var reason = await ReasonAsync($"grep password {_fake.Folder}/stdin >&2; exit 1", ("password_file", path));

        Assert.Equal($"{Failed}: password=***", reason);
    }

    [Theory]
    [InlineData("it's", @"{'--password': 'it\'s'}", "{'--password': '***'}")]
    [InlineData("it's", "-P 'it'\"'\"'s' chassis", "-P '***' chassis")]
    [InlineData(@"a\b", @"{'--password': 'a\\b'}", "{'--password': '***'}")]
    [InlineData("a\"b", "{\"password\": \"a\\\"b\"}", "{\"password\": \"***\"}")]
    [InlineData("a/b c", "GET /?p=a%2Fb%20c", "GET /?p=***")]
    [InlineData("\"ab\" ", "-P ab.", "-P ***.")]
    public async Task Never_shows_a_secret_in_the_spelling_of_another_language(string secret, string said, string shown)
    {
        var path = _fake.WriteFile("said", said);

        var reason = await ReasonAsync($"cat {path} >&2; exit 1", ("password", secret));

        Assert.Equal($"{Failed}: {shown}", reason);
    }

    [Fact]
    public async Task Never_shows_the_rest_of_a_secret_that_begins_with_another_one()
    {
        var reason = await ReasonAsync(
            "echo swordfish >&2; exit 1", ("community", "sword"), ("password", "swordfish"));

        Assert.Equal($"{Failed}: ***", reason);
    }

    [Fact]
    public async Task Never_shows_half_of_a_secret_at_the_border_of_what_is_kept()
    {
        var reason = await ReasonAsync("printf swordfish >&2; printf 'x%.0s' {1..498} >&2; exit 1", ("password", "swordfish"));

        Assert.Equal($"{Failed}: …**{new string('x', 498)}", reason);
    }

    [Fact]
    public void No_description_of_a_call_has_a_value()
    {
        var call = FakeAgents.Call("test", FenceVerb.Off, ("ip", "bmc"), ("password", "swordfish"));

        Assert.Equal("fence_test Off oss00 (ip, password)", call.ToString());
        Assert.Equal("password", call.Parameters[1].ToString());
    }

    [Fact]
    public void No_description_of_a_process_has_its_input()
    {
        var spec = new ProcessSpec
        {
            Path = "/usr/sbin/fence_test",
            Environment = new Dictionary<string, string>(),
            StandardInput = "password=swordfish\n",
            Deadline = TimeSpan.FromSeconds(1),
        };

        Assert.Equal("/usr/sbin/fence_test", spec.ToString());
    }

    private async Task<string> ReasonAsync(string body, params (string Name, string Value)[] parameters)
    {
        _ = _fake.Install("test", body);
        return (await _fake.Agents.CallAsync(FakeAgents.Call("test", FenceVerb.Off, parameters), default)).Reason;
    }
}
