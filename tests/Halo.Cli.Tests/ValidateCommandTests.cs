using Halo.Cli.Commands;

namespace Halo.Cli.Tests;

public sealed class ValidateCommandTests
{
    private static Run Print(ConfigurationReport report)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = ValidateCommand.Print("halo.conf", report, Run.Surroundings(output, error));
        return new Run(status, output.ToString(), error.ToString());
    }

    [Fact]
    public void Prints_what_was_understood_and_no_warning_twice() => Assert.Equal(
        new Run(0, "2 hosts\nWarnings:\nhalo.conf:3:1: no fence agent\n", ""),
        Print(new ConfigurationReport(
            [], ["halo.conf:3:1: no fence agent"], "2 hosts\nWarnings:\nhalo.conf:3:1: no fence agent\n")));

    [Fact]
    public void Prints_warnings_beside_faults() => Assert.StartsWith(
        "halo.conf:3:1: no fence agent\nhalo.conf:1:1: first\n",
        Print(new ConfigurationReport(["halo.conf:1:1: first"], ["halo.conf:3:1: no fence agent"], "")).Error,
        StringComparison.Ordinal);

    [Fact]
    public void Prints_every_fault_and_their_number() => Assert.Equal(
        new Run(64, "", "halo.conf:1:1: first\nhalo.conf:2:1: second\nhalo: halo.conf has 2 faults\n"),
        Print(new ConfigurationReport(["halo.conf:1:1: first", "halo.conf:2:1: second"], [], "")));

    [Fact]
    public void Counts_one_fault_in_the_singular() =>
        Assert.EndsWith("halo: halo.conf has 1 fault\n", Print(new ConfigurationReport(["x"], [], "")).Error, StringComparison.Ordinal);

    [Fact]
    public void Escapes_what_the_file_says()
    {
        Assert.Equal("\\x1b[31m\n", Print(new ConfigurationReport([], [], "\e[31m")).Output);
        Assert.StartsWith("\\x1b[32m\n", Print(new ConfigurationReport(["\e[32m"], [], "")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_64_on_a_file_that_is_not_there()
    {
        var run = await Run.InAsync(new(StringComparer.Ordinal) { ["HALO_CONFIG"] = "/nonexistent/halo.conf" }, null, "validate");

        Assert.Equal((64, ""), (run.ExitStatus, run.Output));
        Assert.EndsWith("halo: /nonexistent/halo.conf has 1 fault\n", run.Error, StringComparison.Ordinal);
    }
}
