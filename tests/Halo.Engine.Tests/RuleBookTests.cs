using Halo.Engine.Rules;

namespace Halo.Engine.Tests;

public sealed class RuleBookTests
{
    [Fact]
    public void Says_what_the_reviewed_table_says() =>
        GoldenFile.Check(
            GoldenFile.Beside("rulebook.txt"),
            string.Concat(RuleBook.All.Select(rule => $"{rule.Id}  {rule.Says}\n")));
}
