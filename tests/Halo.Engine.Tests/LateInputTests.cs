using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests;

/// <summary>Inputs in an order in which a well-behaved shell does not send them.</summary>
public sealed class LateInputTests
{
    private static readonly HostRef Oss00 = new(0, 0);
    private static readonly ClusterConfig Config = new ClusterBuilder().Host("oss00").Group("pool0", ["oss00"]).Build();

    [Fact]
    public void Sends_over_the_newer_connection_of_a_path_even_if_nobody_said_that_the_older_one_is_gone()
    {
        var state = Step(Step(AtStart, Opened(1)).State, Opened(2));

        Assert.Equal(2, state.State.Domains[0].Hosts[0].Operating?.Number);
        Assert.Equal(2, Assert.Single(state.Actions.OfType<OpenSession>()).Connection);
    }

    [Fact]
    public void Ignores_a_probe_that_was_sent_before_one_that_was_answered()
    {
        var state = Step(AtStart, Opened(1) with { At = new Instant(2000), SentAt = new Instant(2000) }).State;

        var late = Step(state, new PathProbed
        {
            At = new Instant(3000),
            Host = Oss00,
            Path = 0,
            Answer = PathAnswer.Silent,
            SentAt = new Instant(1000),
        });

        Assert.NotNull(late.Ignored);
        Assert.True(late.State.Domains[0].Hosts[0].CanBeAsked());
    }

    [Fact]
    public void Says_that_there_is_no_such_domain_host_path_or_group()
    {
        Assert.NotNull(Step(AtStart, new TimePassed(7)).Ignored);
        Assert.NotNull(Step(AtStart, Opened(1) with { Host = new HostRef(0, 9) }).Ignored);
        Assert.NotNull(Step(AtStart, Opened(1) with { Path = 5 }).Ignored);
        Assert.NotNull(Step(AtStart, new AdministratorAsked { Request = "r", Verb = AdministratorVerb.Manage, DomainIndex = 0, Position = -1, Mark = new Mark("root", "", "") }).Ignored);
    }

    private static ClusterState AtStart => ClusterState.AtStart(Config, OperatingMode.Manage, SimulatedCluster.Version, "run1");

    private static PathOpened Opened(long connection) => new()
    {
        Host = Oss00,
        Path = 0,
        Connection = connection,
        SentAt = new Instant(0),
        Remote = new RemoteIdentity(SimulatedCluster.Version, "instance-1", "boot-1"),
        LastSession = 0,
    };

    private static StepResult Step(ClusterState state, EngineInput input) => ClusterEngine.Step(Config, state, input);
}
