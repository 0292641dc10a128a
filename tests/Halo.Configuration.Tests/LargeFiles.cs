using System.Text;

namespace Halo.Configuration.Tests;

public class LargeFiles
{
    [Fact]
    public void Reads_a_thousand_hosts_with_ten_thousand_resources()
    {
        var text = ThousandHosts();
        var config = Sample.Valid(text);

        Assert.True(text.Count(c => c == '\n') > 20_000);
        Assert.Equal(500, config.Domains.Length);
        Assert.Equal(10_000, config.Domains.Sum(domain => domain.Resources.Length));
    }

    [Fact]
    public void Follows_a_chain_of_ten_thousand_resources()
    {
        var config = Sample.Valid(Chain(end: "[]"));

        Assert.Equal(10_000, config.Domains[0].Groups[0].Members.Length);
    }

    [Fact]
    public void Finds_a_circle_of_ten_thousand_resources() => Assert.EndsWith(
        "resources depend on each other in a circle: r0 -> r1 -> r2 -> r3 -> r4 -> r5 -> r6 -> r7 -> r8 -> ... -> r9999 -> r0",
        Sample.Fault(Chain(end: "[r0]")),
        StringComparison.Ordinal);

    private static string ThousandHosts()
    {
        var text = new StringBuilder("hosts:\n");
        for (var host = 0; host < 1000; host++)
        {
            text.Append($"- hostname: oss{host:000}\n  fence_agent: powerman\n  resources:\n");
            text.Append($"    pool{host}:\n      kind: heartbeat/ZFS\n      requires: null\n");
            for (var target = 0; target < 9; target++)
            {
                text.Append($"    ost{host}-{target}:\n      kind: lustre/Lustre\n      requires: pool{host}\n");
            }
        }

        text.Append("failover_pairs:\n");
        for (var host = 0; host < 1000; host += 2)
        {
            text.Append($"- [oss{host:000}, oss{host + 1:000}]\n");
        }

        return text.ToString();
    }

    private static string Chain(string end)
    {
        var text = new StringBuilder("hosts: [{ hostname: a }]\nresource_groups: [{ root: r0, home_host: a }]\nresources:\n");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append($"- {{ name: r{i}, kind: a/b, dependents: {(i < 9_999 ? $"[r{i + 1}]" : end)} }}\n");
        }

        return text.ToString();
    }
}
