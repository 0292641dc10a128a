using Halo.Engine.Rules;

namespace Halo.Engine.Tests;

public sealed class FenceAttemptTests
{
    private static readonly Reason Lost = new(RuleId.F1, "oss00 is lost: no answer from it");

    [Fact]
    public void Of_HALOs_own_fence_the_time_of_the_intent_and_the_reason_are_remembered() =>
        Assert.Equal(
            "by halo, 2026-04-15 15:40, \"oss00 is lost: no answer from it (F1)\"",
            Attempt(new Mark(Mark.Halo, "", "")).MarkAt("2026-04-15 15:40").ToString());

    [Fact]
    public void Of_an_administrators_fence_his_own_words_are_remembered()
    {
        var root = new Mark("root", "2026-04-15 15:39", "hangs");

        Assert.Equal(root, Attempt(root).MarkAt("2026-04-15 15:40"));
    }

    private static FenceAttempt Attempt(Mark mark) => new(1, FenceStage.Announced, new FenceOrder(mark, Force: false), Lost);
}
