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
    public void A_missing_agent_is_told_with_the_file_that_is_not_there()
    {
        var search = Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("lustre/Lustre"));

        Assert.Equal($"agent lustre/Lustre is not installed here (no file {_root.Folder}/resource.d/lustre/Lustre)", search.Reason);
    }

    [Fact]
    public void A_link_to_nothing_is_told_with_what_is_not_there()
    {
        var path = $"{_root.Folder}/resource.d/heartbeat/Dummy";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _ = File.CreateSymbolicLink(path, "../gone/Dummy");

        var search = Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("heartbeat/Dummy"));

        Assert.Equal(
            $"agent heartbeat/Dummy is not installed here (file {path} is a link to ../gone/Dummy, which does not exist)", search.Reason);
    }

    [Fact]
    public void A_directory_is_no_agent()
    {
        _ = Directory.CreateDirectory($"{_root.Folder}/resource.d/heartbeat/Dummy");

        Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("heartbeat/Dummy"));
    }

    [Fact]
    public void An_agent_that_may_not_be_run_is_told_as_such()
    {
        _ = _root.Write("resource.d/heartbeat/Dummy", "#!/bin/sh\n", executable: false);

        var search = Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find("heartbeat/Dummy"));

        Assert.Contains("is not executable", search.Reason, StringComparison.Ordinal);
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
        Assert.IsType<AgentSearch.NotUsable>(new OcfAgents(_root.Folder).Find(kind));
}
