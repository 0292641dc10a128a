namespace Halo.Configuration.Tests;

public class Summaries
{
    [Fact]
    public void Show_what_was_understood()
    {
        const string expected = """
            halo.conf: 2 hosts, 2 groups, 4 resources

            Settings:
              monitor_interval      200ms
              detection_interval    1s (default)
              detection_timeout     10s (default)
              unresponsive_timeout  60s (default)
              on_agent_down         fence
              ping_hosts            none (default)

            Hosts:
              oss00       at 10.0.0.1, 10.1.0.1
                          fence_ipmilan with ip, password
              oss01:8100  at oss01
                          no fence agent

            Groups:
              pool0 on oss00, else on oss01:8100
                pool0    heartbeat/ZFS
                  ost0   lustre/Lustre
                  route  heartbeat/Route, shared
              ip on oss01:8100 only
                ip       heartbeat/IPaddr2
                  route  heartbeat/Route, shared

            Warnings:
            halo.conf:4:15: oss01:8100 has no fence agent: pool0 cannot fail over from it when it is lost

            """;
        const string text = """
            settings: { monitor_interval: 200ms, on_agent_down: fence }
            hosts:
            - { hostname: oss00, addresses: [10.0.0.1, 10.1.0.1], fence_agent: ipmilan, fence_parameters: { ip: bmc, password: hunter2 } }
            - { hostname: "oss01:8100" }
            resources:
            - { name: pool0, kind: heartbeat/ZFS, dependents: [ost0, route] }
            - { name: ip, kind: heartbeat/IPaddr2, dependents: [route] }
            - { name: ost0, kind: lustre/Lustre }
            - { name: route, kind: heartbeat/Route }
            resource_groups:
            - { root: pool0, home_host: oss00, failover_hosts: ["oss01:8100"] }
            - { root: ip, home_host: "oss01:8100" }
            """;

        Assert.Equal(expected, Described(text), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Never_show_a_value_of_a_fence_parameter() => Assert.DoesNotContain(
        "hunter2",
        Described("hosts: [{ hostname: a, fence_agent: ipmilan, fence_parameters: { password: hunter2 } }]"),
        StringComparison.Ordinal);

    [Fact]
    public void Show_all_faults_of_a_file_that_cannot_be_used() => Assert.Equal(
        "halo.conf:1:1: a configuration needs a value for the key hosts\nhalo.conf:1:1: unknown key \"host\" in a configuration; did you mean hosts?\n".Split('\n').Order(StringComparer.Ordinal),
        Described("host: []").Split('\n').Order(StringComparer.Ordinal));

    [Fact]
    public void Say_that_there_is_nothing_to_run() =>
        Assert.Contains("No groups: HALO has nothing to run.", Described("hosts: [{ hostname: a }]"), StringComparison.Ordinal);

    [Fact]
    public void Draw_what_hangs_below_two_parents_once()
    {
        var text = Described(Sample.ShapeB(
            pool: "dependents: [b, c]",
            resources: "- { name: b, kind: x/y, dependents: [d] }\n- { name: c, kind: x/y, dependents: [d] }\n"
                + "- { name: d, kind: x/y, dependents: [e] }\n- { name: e, kind: x/y }"));

        Assert.Contains(
            "    pool0    heartbeat/ZFS\n      b      x/y\n        d    x/y\n          e  x/y\n      c      x/y\n        d    x/y, see above\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Break_long_lists_of_hosts()
    {
        var hosts = Enumerable.Range(0, 40).Select(i => $"server{i:00}").ToList();
        var text = Described(
            $"hosts: [{string.Join(", ", hosts.Select(h => $"{{ hostname: {h}, fence_agent: powerman }}"))}]\n"
            + "resources: [{ name: ip, kind: a/b }]\n"
            + $"resource_groups: [{{ root: ip, home_host: server00, failover_hosts: [{string.Join(", ", hosts.Skip(1))}] }}]");

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.All(hosts, host => Assert.Contains(host, text[text.IndexOf("Groups:", StringComparison.Ordinal)..], StringComparison.Ordinal));
    }

    private static string Described(string text) => ConfigurationSummary.Describe(Sample.Parse(text));
}
