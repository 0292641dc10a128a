namespace Halo.Configuration.Tests;

public class BothShapes
{
    [Theory]
    [InlineData("monitor_interval: 200ms", 200)]
    [InlineData("monitor_interval: 7s", 7_000)]
    [InlineData("monitor_interval: 2m", 120_000)]
    [InlineData("monitor_interval: 1h", 3_600_000)]
    [InlineData("monitor_interval: 9", 9_000)]
    [InlineData("monitor_interval: \"9\"", 9_000)]
    public void Reads_durations(string setting, int milliseconds) =>
        Assert.Equal(milliseconds, Sample.Valid(Sample.ShapeB($"{{ {setting} }}")).Settings.MonitorInterval.TotalMilliseconds);

    [Theory]
    [InlineData("5x")]
    [InlineData("-5s")]
    [InlineData("1.5s")]
    [InlineData("s")]
    [InlineData("2m30s")]
    [InlineData("99999999999999999999")]
    [InlineData("5 seconds")]
    public void Refuses_what_is_no_duration(string duration) => Assert.Equal(
        $"1:31: monitor_interval must be a duration such as 200ms, 5s, 2m or 1h, not \"{duration}\"",
        Sample.Fault(Sample.ShapeB($"{{ monitor_interval: {duration} }}")));

    [Theory]
    [InlineData("monitor_interval: 0", "1:31: monitor_interval must be from 100ms to 1h, not 0s")]
    [InlineData("monitor_interval: 2h", "1:31: monitor_interval must be from 100ms to 1h, not 2h")]
    [InlineData("detection_interval: 1ms", "1:33: detection_interval must be from 50ms to 60s, not 1ms")]
    [InlineData("on_agent_down: fense", "1:28: on_agent_down must be wait or fence, not \"fense\"")]
    [InlineData("ping_hosts: 10.0.0.1", "1:25: ping_hosts must be a list, not text")]
    [InlineData("ping_hosts: [10.0.0.999]", "1:26: the address \"10.0.0.999\" is not an IPv4 address")]
    [InlineData("ping_hosts: [a, a]", "1:29: the address a stands twice in ping_hosts")]
    [InlineData("montor_interval: 5s", "1:13: unknown key \"montor_interval\" in settings; did you mean monitor_interval?")]
    [InlineData("monitor_interval: [5s]", "1:31: monitor_interval must be text, not a list")]
    public void Refuses_settings_that_make_no_sense(string setting, string fault) =>
        Assert.Equal(fault, Sample.Fault(Sample.ShapeB($"{{ {setting} }}")));

    [Fact]
    public void Refuses_a_detection_timeout_that_one_lost_probe_would_fill() => Assert.StartsWith(
        "1:56: detection_timeout (2s) must be at least twice detection_interval (2s)",
        Sample.Fault(Sample.ShapeB("{ detection_interval: 2s, detection_timeout: 2s }")));

    [Fact]
    public void Refuses_an_unresponsive_timeout_shorter_than_the_detection_timeout() => Assert.Equal(
        "1:35: unresponsive_timeout (5s) must not be shorter than detection_timeout (10s)",
        Sample.Fault(Sample.ShapeB("{ unresponsive_timeout: 5s }")));

    [Theory]
    [InlineData("hostname: oss00", "the host \"oss00\" is defined twice (first in line 3)")]
    [InlineData("hostname: OSS01", "the host \"OSS01\" is defined twice (first in line 4)")]
    [InlineData("hostname: \"a b\"", "the hostname \"a b\" may have letters, digits, '.', '_' and '-' only")]
    [InlineData("hostname: a/b", "the hostname \"a/b\" may have letters, digits, '.', '_' and '-' only")]
    [InlineData("hostname: -a", "the hostname \"-a\" must not begin with '-'")]
    [InlineData("hostname: a:0", "the port in \"a:0\" must be a number from 1 to 65535")]
    [InlineData("hostname: a:65536", "the port in \"a:65536\" must be a number from 1 to 65535")]
    [InlineData("hostname: \"a:\"", "the port in \"a:\" must be a number from 1 to 65535")]
    [InlineData("hostname: fe80::1", "the hostname \"fe80::1\" is neither a name nor name:port (IPv6 addresses stand under addresses)")]
    [InlineData("hostname: [a]", "hostname must be text, not a list")]
    [InlineData("hostname: ", "a host needs a value for the key hostname")]
    public void Refuses_hostnames_that_cannot_be(string host, string fault) =>
        Assert.EndsWith(": " + fault, Sample.Fault(Sample.ShapeB(hosts: $"- {host}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("addresses: [oss00]", "the address oss00 is that of oss00 already (line 3)")]
    [InlineData("addresses: [10.1]", "the address \"10.1\" is not an IPv4 address")]
    [InlineData("addresses: [\"10.0.0.1:8000\"]", "the address \"10.0.0.1:8000\" is not an IPv6 address (a port belongs to the hostname)")]
    [InlineData("addresses: [null]", "an address must be text, not null")]
    [InlineData("fence_agent: fence_ipmilan", "the fence agent's name \"fence_ipmilan\" must be written without fence_: \"ipmilan\"")]
    [InlineData("fence_agent: ../sh", "the fence agent's name \"../sh\" may have letters, digits, '_' and '-' only")]
    [InlineData("fence_agent: a, fence_parameters: { missing_as_off: \"1\" }", "fence_parameters must not have missing_as_off: with it a plug that is misspelled counts as off, and HALO would start things twice")]
    [InlineData("fence_agent: a, fence_parameters: { missing-as-off: \"1\" }", "fence_parameters must not have missing_as_off: with it a plug that is misspelled counts as off, and HALO would start things twice")]
    [InlineData("fence_agent: a, fence_parameters: { action: off }", "fence_parameters must not have action: HALO says itself what the fence agent shall do")]
    [InlineData("fence_agent: a, fence_parameters: { password: x, password_file: y }", "fence_parameters has both password and password_file; keep one")]
    [InlineData("fence_agent: a, fence_parameters: { ip: [a] }", "the parameter ip must be text, not a list")]
    [InlineData("fence_agent: a, fence_parameters: { ip: \"a\\nb\" }", "the parameter ip contains a control character (a tab, the end of a line or the like)")]
    [InlineData("fence_agent: a, fence_parameters: { ip: }", "the parameter ip has no value; write \"\" for an empty one")]
    [InlineData("fence_agent: a, fence_parameters: { ip: a, ip: b }", "the parameter ip stands twice (first in line 5)")]
    public void Refuses_hosts_that_cannot_be_used(string keys, string fault) =>
        Assert.EndsWith(": " + fault, Sample.Fault(Sample.ShapeB(hosts: $"- {{ hostname: oss02, {keys} }}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{ hostname: oss02, fence_agent: ipmilan, fence_parameters: { password:hunter2 } }")]
    [InlineData("{ hostname: oss02, password:hunter2 }")]
    [InlineData("{ hostname: oss02, fence_parameters: { password: !hunter2 } }")]
    [InlineData("{ hostname: oss02, fence_parameters: { password: *hunter2 } }")]
    [InlineData("{ hostname: oss02, fence_parameters: { password: [hunter2] } }")]
    [InlineData("{ hostname: oss02, fence_parameters: { password: \"hunter2\\n\" } }")]
    [InlineData("{ hostname: oss02, fence_parameters: password=hunter2 }")]
    public void Never_repeats_a_secret_in_a_fault(string host) =>
        Assert.DoesNotContain("hunter2", Sample.Fault(Sample.ShapeB(hosts: $"- {host}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("ZFS")]
    [InlineData("ocf:heartbeat:ZFS")]
    [InlineData("a/b/c")]
    [InlineData("/ZFS")]
    [InlineData("heartbeat/")]
    [InlineData("heartbeat/..")]
    [InlineData("\"heartbeat/Z FS\"")]
    public void Refuses_a_kind_that_is_not_an_agents_name(string kind) => Assert.Equal(
        $"8:23: kind must be PROVIDER/TYPE such as heartbeat/ZFS, not \"{kind.Trim('"')}\"",
        Sample.Fault(Sample.ShapeB(resources: $"- {{ name: more, kind: {kind} }}")));

    [Theory]
    [InlineData("\"a b\"", "must not contain blanks or invisible characters")]
    [InlineData("\"a\\u202Eb\"", "must not contain blanks or invisible characters")]
    [InlineData("a/b", "must not contain '/'")]
    [InlineData("..", "must not begin with '.'")]
    [InlineData("-x", "must not begin with '-'")]
    [InlineData("\"\"", "is empty")]
    public void Refuses_a_resource_name_that_cannot_be(string name, string problem) => Assert.EndsWith(
        problem, Sample.Fault(Sample.ShapeB(resources: $"- {{ name: {name}, kind: a/b }}")), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_resource_name_that_is_too_long() => Assert.EndsWith(
        "is longer than 255 characters",
        Sample.Fault(Sample.ShapeB(resources: $"- {{ name: {new string('x', 256)}, kind: a/b }}")),
        StringComparison.Ordinal);

    [Fact]
    public void Takes_parameter_values_as_text_whatever_they_look_like()
    {
        var config = Sample.Valid(Sample.ShapeB(pool: "parameters: { e: \"\", d: 0x10, c: true, b: 010, a: 'null' }"));

        Assert.Equal("a=null b=010 c=true d=0x10 e=", string.Join(' ', config.Domains[0].Resources[0].Parameters.Select(p => $"{p.Name}={p.Value}")));
    }

    [Theory]
    [InlineData("timeouts: { start: 0 }", "the timeout of start must be from 100ms to 24h, not 0s")]
    [InlineData("timeouts: { strat: 5s }", "unknown key \"strat\" in timeouts; did you mean start?")]
    [InlineData("timeouts: 5s", "timeouts must be a mapping (name: value), not text")]
    [InlineData("parameters: { \"a b\": c }", "this parameter's name may have letters, digits, '_' and '-' only; a blank must follow the ':'")]
    [InlineData("kind: heartbeat/ZFS", "the key kind stands twice in a resource (first in line 7)")]
    [InlineData("requires: x", "unknown key \"requires\" in a resource; its keys are name, kind, parameters, dependents, timeouts")]
    public void Refuses_keys_of_a_resource_that_are_wrong(string keys, string fault) =>
        Assert.EndsWith(": " + fault, Sample.Fault(Sample.ShapeB(pool: keys)), StringComparison.Ordinal);

    [Fact]
    public void Needs_nothing_but_hosts()
    {
        var config = Sample.Valid("hosts: [{ hostname: oss00 }]");

        Assert.Null(config[config.Hosts[0]].FenceAgent);
        Assert.Equal(Engine.Configuration.Settings.Default, config.Settings);
    }

    [Fact]
    public void Follows_aliases() => Assert.Equal(
        ["a", "a"],
        Sample.Valid("hosts:\n- { hostname: a, fence_agent: x, fence_parameters: &f { username: a } }\n- { hostname: b, fence_agent: x, fence_parameters: *f }")
            .Domains.Select(domain => domain.Hosts[0].FenceParameters[0].Value));

    [Fact]
    public void Warns_of_a_host_without_a_fence_agent_that_groups_should_fail_over_from()
    {
        var result = Sample.Parse(Sample.ShapeA().Replace("  fence_agent: powerman\n", string.Empty, StringComparison.Ordinal));

        Assert.Equal(
            [
                "halo.conf:2:13: oss00 has no fence agent: pool0, pool1 cannot fail over from it when it is lost",
                "halo.conf:6:13: oss01 has no fence agent: pool0, pool1 cannot fail over from it when it is lost",
            ],
            result.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void Does_not_warn_of_a_host_without_a_fence_agent_where_nothing_fails_over() =>
        Assert.Empty(Sample.Parse("hosts: [{ hostname: oss00, resources: { a: { kind: a/b, requires: null } } }]").Warnings);

    [Fact]
    public void Warns_once_of_a_fence_agent_that_is_not_installed_where_that_is_known()
    {
        const string text = "hosts:\n- { hostname: a, fence_agent: x }\n- { hostname: b, fence_agent: nosuch }\n- { hostname: c, fence_agent: nosuch }";
        var asked = new List<string>();
        var result = ConfigurationText.Parse("halo.conf", text, agent =>
        {
            asked.Add(agent);
            return agent is "x" ? null : $"there is no fence_{agent}";
        });

        Assert.Equal(
            "halo.conf:3:15: there is no fence_nosuch: b, c cannot be fenced; install the fence agent, or name its directory with --fence-path",
            Assert.Single(result.Warnings).ToString());
        Assert.Equal(["x", "nosuch"], asked);
        Assert.Empty(ConfigurationText.Parse("halo.conf", text).Warnings);
    }

    [Fact]
    public void Warns_of_two_hosts_with_the_same_fence_device()
    {
        const string agent = "fence_agent: ipmilan, fence_parameters: { ip: bmc, username: admin }";
        var result = Sample.Parse($"hosts:\n- {{ hostname: a, {agent} }}\n- {{ hostname: b, {agent} }}");

        Assert.Equal(
            "halo.conf:3:15: b and a have the same fence agent with the same parameters and no plug: fencing one would power off the other",
            Assert.Single(result.Warnings).ToString());
    }
}
