using Halo.Agents.Ocf;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Ocf;

public sealed class OcfAgentsTests : IDisposable
{
    private readonly Scripts _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Finds_an_agent_that_is_installed()
    {
        string path = _root.Write("resource.d/heartbeat/Dummy", "#!/bin/sh\n");

        Assert.Equal(
            new AgentSearch.Found(new OcfAgent(path, "heartbeat", "Dummy")), new OcfAgents(_root.Folder).Find("heartbeat/Dummy"));
    }

    [Fact]
    public void A_missing_agent_is_the_OCF_answer_not_installed()
    {
        var search = Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("lustre/Lustre"));

        Assert.Equal(5, search.ExitCode);
        Assert.Equal($"agent lustre/Lustre is not installed here (no file {_root.Folder}/resource.d/lustre/Lustre)", search.Reason);
    }

    [Fact]
    public void A_directory_is_no_agent()
    {
        _ = Directory.CreateDirectory($"{_root.Folder}/resource.d/heartbeat/Dummy");

        Assert.Equal(5, Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("heartbeat/Dummy")).ExitCode);
    }

    [Fact]
    public void An_agent_that_may_not_be_run_is_the_OCF_answer_no_permission()
    {
        _ = _root.Write("resource.d/heartbeat/Dummy", "#!/bin/sh\n", executable: false);

        Assert.Equal(4, Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("heartbeat/Dummy")).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Dummy")]
    [InlineData("heartbeat/")]
    [InlineData("/Dummy")]
    [InlineData("../Dummy")]
    [InlineData("heartbeat/..")]
    [InlineData("heartbeat/../x")]
    [InlineData("heartbeat/.hidden")]
    [InlineData("heartbeat//Dummy")]
    [InlineData("/heartbeat/Dummy")]
    [InlineData("heartbeat/Dummy\n")]
    [InlineData("heartbeat/Dum\0my")]
    [InlineData("heartbeat/-rf")]
    [InlineData("heartbeat/Dümmy")]
    public void Nothing_but_a_kind_is_looked_for(string kind) =>
        Assert.IsType<AgentSearch.NotAKind>(new OcfAgents(_root.Folder).Find(kind));
}

public sealed class OcfEnvironmentTests
{
    [Fact]
    public void Is_exactly_what_the_API_asks_for_beside_what_is_inherited()
    {
        var inherited = new Dictionary<string, string> { ["PATH"] = "/bin", ["OCF_ROOT"] = "/x", ["OCF_RESKEY_old"] = "1" };
        Dictionary<string, string> environment = new OcfEnvironment("/usr/lib/ocf", "oss00", inherited).For(new OcfCall
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

public sealed class ExitReasonTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n \n", "")]
    [InlineData("one\ntwo\n\n", "two")]
    [InlineData("ocf-exit-reason:first\nnoise\nocf-exit-reason:  pool is gone \nmore noise\n", "pool is gone")]
    [InlineData("2026 ERROR: ocf-exit-reason:tab\there\u001b[31m", "tab here [31m")]
    public void Is_the_text_after_the_last_prefix_else_the_last_line(string error, string reason) =>
        Assert.Equal(reason, ExitReason.Of(error));

    [Fact]
    public void Is_bounded() => Assert.Equal(1024, ExitReason.Of(new string('x', 100_000)).Length);
}

public sealed class OcfDurationTests
{
    [Theory]
    [InlineData("300s", 300)]
    [InlineData("100", 100)]
    [InlineData("2m30s", 150)]
    [InlineData("1h", 3600)]
    [InlineData(" 20 ", 20)]
    [InlineData("500ms", 0.5)]
    [InlineData("1min", 60)]
    public void Reads_what_metadata_writes(string text, double seconds)
    {
        Assert.True(OcfDuration.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10 parsecs")]
    [InlineData("1.5s")]
    [InlineData("2000000000h")]
    [InlineData("99999999999999s")]
    public void Refuses_everything_else(string text) => Assert.False(OcfDuration.TryParse(text, out _));
}

public sealed class AgentTimeoutsTests
{
    [Fact]
    public void Are_read_from_metadata_with_a_document_type()
    {
        var timeouts = AgentTimeouts.Parse(
            """
            <?xml version="1.0"?>
            <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
            <resource-agent name="ZFS"><actions>
            <action name="start" timeout="60s" /><action name="stop" timeout="1m30s" />
            <action name="monitor" depth="0" timeout="30" /><action name="monitor" depth="10" timeout="40s" />
            </actions></resource-agent>
            """);

        Assert.Equal(
            new AgentTimeouts(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(40)), timeouts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("usage: Dummy {start|stop}")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><action name='start' timeout='&e;'/>")]
    [InlineData("<actions><action name='start' timeout='soon'/></actions>")]
    public void Are_silent_where_there_is_nothing_to_read(string text) => Assert.Equal(AgentTimeouts.None, AgentTimeouts.Parse(text));
}

public sealed class AgentTimeoutCacheTests : IDisposable
{
    private readonly Scripts _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Asks_once_for_each_version_of_the_script()
    {
        var agent = new OcfAgent(Agent("10s"), "test", "Agent");
        AgentTimeoutCache cache = NewCache();
        _ = await Task.WhenAll(cache.OfAsync(agent), cache.OfAsync(agent));
        int calls = File.ReadAllLines($"{_root.Folder}/calls").Length;
        _ = Agent("20s");
        File.SetLastWriteTimeUtc(agent.Path, DateTime.UnixEpoch);
        AgentTimeouts renewed = await cache.OfAsync(agent);

        Assert.Equal(1, calls);
        Assert.Equal(TimeSpan.FromSeconds(20), renewed.Start);
    }

    [Fact]
    public async Task An_agent_without_metadata_advertises_nothing()
    {
        string path = _root.Write("resource.d/test/Agent", "#!/bin/bash\nexit 3\n");

        Assert.Equal(AgentTimeouts.None, await NewCache().OfAsync(new OcfAgent(path, "test", "Agent")));
    }

    private string Agent(string timeout) => _root.Write("resource.d/test/Agent", $"""
        #!/bin/bash
        [ $1 = meta-data ] || exit 1
        echo >> {_root.Folder}/calls
        echo "<actions><action name='start' timeout='{timeout}'/></actions>"
        """);

    private AgentTimeoutCache NewCache() => new(
        new ProcessRunner(TimeProvider.System, new ProcessTable()),
        new OcfEnvironment(_root.Folder, "here", new Dictionary<string, string>()),
        TimeProvider.System);
}
