using Halo.Engine.Rules;

namespace Halo.Engine.Tests.World;

public sealed class PowerEvidenceTests
{
    private static readonly HostRef Host = new(0, 0);

    private readonly Contact _contact = new(paths: 1);
    private readonly PowerEvidence _power = new();

    [Fact]
    public void Off_proves_nothing_while_the_last_answer_of_the_host_is_not_out_of_date()
    {
        Probed(PathAnswer.Answered, sentAt: 1);

        Assert.False(AnsweredOff());
    }

    [Fact]
    public void Off_proves_that_a_silent_host_is_off()
    {
        Probed(PathAnswer.Answered, sentAt: 1);
        Probed(PathAnswer.Silent, sentAt: 2);

        Assert.True(AnsweredOff());
    }

    private void Probed(PathAnswer answer, long sentAt) =>
        _contact.Probed(new PathProbed { At = new Instant(sentAt), Host = Host, Path = 0, Answer = answer, SentAt = new Instant(sentAt) });

    private bool AnsweredOff()
    {
        _power.Called(new CallFenceAgent { Host = Host, Call = 1, Verb = PowerVerb.Status, Reason = new Reason(RuleId.A1, "asked by root") }, new Instant(3));
        return _power.Answered(new PowerAnswered { At = new Instant(4), Host = Host, Call = 1, Answer = PowerAnswer.Off, Why = "" }, _contact);
    }
}
