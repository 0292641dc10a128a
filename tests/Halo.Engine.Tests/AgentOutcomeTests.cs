namespace Halo.Engine.Tests;

public sealed class AgentOutcomeTests
{
    [Theory]
    [InlineData(OutcomeKind.Signaled, "the agent was ended by signal 11", "the agent was ended by signal 11")]
    [InlineData(OutcomeKind.Signaled, "", "ended by a signal")]
    [InlineData(OutcomeKind.TimedOut, "the agent did not end within 60 s and was killed", "the agent did not end within 60 s and was killed")]
    [InlineData(OutcomeKind.TimedOut, "", "did not end before its deadline")]
    [InlineData(OutcomeKind.NotStarted, "its agent is not installed here", "could not be run: its agent is not installed here")]
    [InlineData(OutcomeKind.Exited, "no pool", "no pool")]
    public void Says_how_an_agent_ended_once(OutcomeKind kind, string reason, string described) =>
        Assert.Equal(described, new AgentOutcome { Kind = kind, ExitCode = 1, Reason = reason, Sequence = 1 }.Describe());
}
