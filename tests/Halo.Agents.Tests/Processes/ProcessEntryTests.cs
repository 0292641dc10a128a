using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Processes;

public sealed class ProcessEntryTests
{
    [Fact]
    public void Reads_a_name_with_spaces_and_parentheses()
    {
        var entry = ProcessEntry.Parse("42 (a) R (b) D 1 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0");

        Assert.Equal(new ProcessEntry(42, "a) R (b", 'D', 40, 41, 987654), entry);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (a) Z 1 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0")]
    [InlineData("42 (a) S 1 40")]
    [InlineData("x (a) S 1 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0")]
    public void Has_nothing_to_say_about_zombies_and_torn_lines(string stat) => Assert.Null(ProcessEntry.Parse(stat));
}
