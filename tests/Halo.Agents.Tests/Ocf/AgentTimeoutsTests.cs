using Halo.Agents.Ocf;

namespace Halo.Agents.Tests.Ocf;

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
