namespace Halo.EndToEnd.Tests.Harness;

/// <summary>What the tests say about a program that has ended.</summary>
internal static class FinishedProgramAssertions
{
    /// <summary>Checks that it failed with one sentence on standard error, and with nothing else.</summary>
    public static void FailedWith(this FinishedProgram program, int status, params string[] parts)
    {
        Assert.Equal((status, ""), (program.Status, program.Output));
        program.IsOneSentence(parts);
    }

    /// <summary>Checks that standard error holds one line in which all of the parts stand.</summary>
    public static void IsOneSentence(this FinishedProgram program, params string[] parts)
    {
        Assert.EndsWith("\n", program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', program.Error.TrimEnd('\n'));
        foreach (var part in parts)
        {
            Assert.Contains(part, program.Error, StringComparison.Ordinal);
        }
    }
}
