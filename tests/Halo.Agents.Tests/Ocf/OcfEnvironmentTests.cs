using Halo.Agents.Ocf;

namespace Halo.Agents.Tests.Ocf;

public sealed class OcfEnvironmentTests
{
    [Fact]
    public void Is_exactly_what_the_API_asks_for_beside_what_is_inherited()
    {
        var inherited = new Dictionary<string, string> { ["PATH"] = "/bin", ["OCF_ROOT"] = "/x", ["OCF_RESKEY_old"] = "1" };
        var environment = new OcfEnvironment("/usr/lib/ocf", "oss00", inherited).For(new OcfCall
        {
            Agent = new OcfAgent("/usr/lib/ocf/resource.d/heartbeat/ZFS", "heartbeat", "ZFS"),
            ActionName = "monitor",
            Resource = "zpool0",
            Parameters = new Dictionary<string, string> { ["pool"] = "p0", ["CRM_meta_timeout"] = "1" },
            Deadline = TimeSpan.FromSeconds(30),
            Interval = TimeSpan.FromSeconds(5),
        });

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["OCF_EXIT_REASON_PREFIX"] = "ocf-exit-reason:",
                ["OCF_RA_VERSION_MAJOR"] = "1",
                ["OCF_RA_VERSION_MINOR"] = "1",
                ["OCF_RESKEY_CRM_meta_interval"] = "5000",
                ["OCF_RESKEY_CRM_meta_name"] = "monitor",
                ["OCF_RESKEY_CRM_meta_on_node"] = "oss00",
                ["OCF_RESKEY_CRM_meta_timeout"] = "30000",
                ["OCF_RESKEY_pool"] = "p0",
                ["OCF_RESOURCE_INSTANCE"] = "zpool0",
                ["OCF_RESOURCE_PROVIDER"] = "heartbeat",
                ["OCF_RESOURCE_TYPE"] = "ZFS",
                ["OCF_ROOT"] = "/usr/lib/ocf",
                ["PATH"] = "/bin",
            },
            new SortedDictionary<string, string>(environment, StringComparer.Ordinal));
    }
}
