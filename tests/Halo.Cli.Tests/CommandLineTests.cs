namespace Halo.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "say what to do, such as \"halo status\"; \"halo --help\" tells what there is")]
    [InlineData("stauts", "there is no command \"stauts\"; did you mean \"status\"?")]
    [InlineData("explode", "there is no command \"explode\"; \"halo --help\" tells what there is")]
    [InlineData("@file", "there is no command \"@file\"; \"halo --help\" tells what there is")]
    [InlineData("status --jsn", "there is no option \"--jsn\"; did you mean \"--json\"?")]
    [InlineData("status --soket x", "there is no option \"--soket\"; did you mean \"--socket\"?")]
    [InlineData("status oss00", "\"status\" takes no \"oss00\"; \"halo status --help\" tells what there is")]
    [InlineData("status -e x", "-e takes a number of events, 0 or more, not \"x\"; \"halo status --help\" tells what there is")]
    [InlineData("status -e -1", "-e takes a number of events, 0 or more, not \"-1\"; \"halo status --help\" tells what there is")]
    [InlineData("status -e", "-e needs N; \"halo status --help\" tells what there is")]
    [InlineData("--socket", "--socket needs PATH; \"halo --help\" tells what there is")]
    [InlineData("status --json -x", "--json prints the manager's whole answer once, and does not go with -x; \"halo status --help\" tells what there is")]
    [InlineData("status --json --watch", "--json prints the manager's whole answer once, and does not go with --watch; \"halo status --help\" tells what there is")]
    [InlineData("validate --confg x", "there is no option \"--confg\"; did you mean \"--config\"?")]
    [InlineData("fence", "\"halo fence\" needs HOSTS; \"halo fence --help\" tells what there is")]
    [InlineData("fenc oss00", "there is no command \"fenc\"; did you mean \"fence\"?")]
    [InlineData("fence oss[00", "cannot read the nodeset 'oss[00': the bracket opened at character 4 is not closed")]
    [InlineData("fence oss00!oss00", "nothing is left over in oss00!oss00")]
    [InlineData("reset oss00 --force", "there is no option \"--force\"; \"halo reset --help\" tells what there is")]
    [InlineData("fence oss00 --forc", "there is no option \"--forc\"; did you mean \"--force\"?")]
    [InlineData("failback --onto oss00 --force", "there is no option \"--force\"; \"halo failback --help\" tells what there is")]
    [InlineData("power status --all", "there is no option \"--all\"; \"halo power status --help\" tells what there is")]
    [InlineData("manage pool[0", "cannot read the nodeset 'pool[0': the bracket opened at character 5 is not closed")]
    [InlineData("failback oss00", "\"failback\" takes no \"oss00\"; did you mean \"--onto oss00\"?")]
    [InlineData("failback oss00 oss01", "\"failback\" takes no \"oss00\"; did you mean \"--onto oss00 oss01\"?")]
    [InlineData("failback --ontoo", "there is no option \"--ontoo\"; did you mean \"--onto\"?")]
    [InlineData("validate bad.conf", "\"validate\" takes no \"bad.conf\"; did you mean \"--config bad.conf\"?")]
    [InlineData("power on", "\"halo power on\" needs HOSTS; \"halo power on --help\" tells what there is")]
    [InlineData("manage --reason x", "\"halo manage\" needs GROUPS; \"halo manage --help\" tells what there is")]
    [InlineData("failback", "\"halo failback\" needs --onto HOSTS; \"halo failback --help\" tells what there is")]
    [InlineData("power", "say what to do, such as \"halo power status\"; \"halo power --help\" tells what there is")]
    [InlineData("power of oss00", "there is no command \"of\"; did you mean \"off\"?")]
    [InlineData("events shw", "there is no command \"shw\"; did you mean \"show\"?")]
    [InlineData("events show -n x", "-n takes a number of events, 0 to 10000, not \"x\"; \"halo events show --help\" tells what there is")]
    [InlineData("events --follow --json", "--json prints the manager's answer once, and does not go with --follow; \"halo events --help\" tells what there is")]
    [InlineData("events clear --reason", "--reason needs TEXT; \"halo events clear --help\" tells what there is")]
    public async Task Refuses_a_wrong_command_line_in_one_sentence(string arguments, string sentence) => Assert.Equal(
        new Run(64, "", $"halo: {sentence}\n"),
        await Run.OfAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("one\ntwo", "--reason takes one line without control characters")]
    [InlineData("\u202enur", "--reason takes one line without control characters")]
    public async Task Refuses_a_reason_that_would_break_a_line(string reason, string fault) => Assert.Equal(
        new Run(64, "", $"halo: {fault}; \"halo fence --help\" tells what there is\n"),
        await Run.OfAsync("fence", "oss00", "--reason", reason));

    [Fact]
    public async Task Refuses_a_reason_that_is_too_long() => Assert.Equal(
        new Run(64, "", "halo: --reason takes at most 500 characters, not 501; \"halo fence --help\" tells what there is\n"),
        await Run.OfAsync("fence", "oss00", "--reason", new string('x', 501)));

    [Fact]
    public async Task Refuses_an_empty_path() => Assert.Equal(
        new Run(64, "", "halo: --socket has no value; \"halo status --help\" tells what there is\n"),
        await Run.OfAsync("status", "--socket", ""));

    [Fact]
    public async Task Refuses_a_socket_path_that_the_kernel_cannot_hold()
    {
        var run = await Run.OfAsync("status", "--socket", new string('a', 108));

        Assert.Equal(64, run.ExitStatus);
        Assert.Contains("is longer than the 107 bytes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escapes_what_it_repeats_of_the_command_line() => Assert.StartsWith(
        "halo: there is no command \"\\x1b[31m\"", (await Run.OfAsync("\e[31m")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Prints_its_version() =>
        Assert.Equal(new Run(0, $"halo {Protocol.HaloVersion.Text}\n", ""), await Run.OfAsync("--version"));

    [Theory]
    [InlineData("--help", "validate")]
    [InlineData("status --help", "--watch")]
    [InlineData("validate -h", "HALO_CONFIG")]
    public async Task Prints_help_on_standard_output(string arguments, string mentions)
    {
        var run = await Run.OfAsync(arguments.Split(' '));

        Assert.Equal((0, ""), (run.ExitStatus, run.Error));
        Assert.Contains(mentions, run.Output, StringComparison.Ordinal);
    }
}
