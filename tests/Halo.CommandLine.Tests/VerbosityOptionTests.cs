using System.CommandLine;

namespace Halo.CommandLine.Tests;

public sealed class VerbosityOptionTests
{
    [Theory]
    [InlineData(null, "", Verbosity.Warn)]
    [InlineData("", "", Verbosity.Warn)]
    [InlineData("DEBUG", "", Verbosity.Debug)]
    [InlineData("error", "--verbose", Verbosity.Info)]
    public async Task Comes_from_the_command_line_else_from_the_environment_else_is_warn(string? variable, string arguments, Verbosity verbosity)
    {
        var (status, _, _, read) = await RunAsync(variable, arguments);

        Assert.Equal((0, verbosity), (status, read));
    }

    [Fact]
    public async Task Is_shown_in_the_help_as_it_is_written() =>
        Assert.Contains("[default: warn]", (await RunAsync(null, "--help")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Refuses_another_word()
    {
        var (status, _, error, _) = await RunAsync("loud", "");

        Assert.Equal(64, status);
        Assert.StartsWith("test: HALO_LOG is error, warn, info or debug, not \"loud\"", error, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output, string Error, Verbosity? Read)> RunAsync(string? variable, string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var option = new VerbosityOption(_ => variable);
        Verbosity? read = null;
        var root = new RootCommand("test") { option };
        root.SetAction(result =>
        {
            read = option.Of(result);
        });
        var status = await new CommandLineProgram("test", output, error).RunAsync(root, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (status, output.ToString(), error.ToString(), read);
    }
}
