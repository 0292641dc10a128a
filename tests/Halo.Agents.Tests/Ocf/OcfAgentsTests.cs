using Halo.Agents.Ocf;

namespace Halo.Agents.Tests.Ocf;

public sealed class OcfAgentsTests : IDisposable
{
    private readonly Scripts _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Finds_an_agent_that_is_installed()
    {
        var path = _root.Write("resource.d/heartbeat/Dummy", "#!/bin/sh\n");

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
