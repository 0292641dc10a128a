using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>What all three programs say about a command line, a configuration or an environment that is wrong.</summary>
public sealed class CommandLines
{
    private const int Usage = 64;

    public static TheoryData<string> Programs => ["halo", "halo_manager", "halo_remote"];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Every_program_refuses_an_unknown_flag_in_one_sentence(string program)
    {
        var ended = await RunAsync(program, "--no-such-flag");
        ended.FailedWith(Usage, $"{program}: ", "--no-such-flag", "--help");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Every_program_tells_its_version(string program)
    {
        var ended = await RunAsync(program, "--version");
        Assert.Equal((0, ""), (ended.Status, ended.Error));
        Assert.Matches($@"\A{program} [0-9]+\.[0-9]+\.[0-9]+\S*\n\z", ended.Output);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Every_program_tells_its_flags(string program)
    {
        var ended = await RunAsync(program, "--help");
        Assert.Equal((0, ""), (ended.Status, ended.Error));
        Assert.Contains("--version", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("halo_manager", "--port", "0")]
    [InlineData("halo_remote", "--port", "http")]
    public async Task A_port_that_is_none_is_refused(string program, params string[] arguments)
    {
        var ended = await RunAsync(program, arguments);
        ended.FailedWith(Usage, $"{program}: ", "--port", arguments[^1]);
    }

    [Theory]
    [InlineData("halo_manager", "HALO_MANAGE", "yes")]
    [InlineData("halo_manager", "HALO_LOG", "loud")]
    [InlineData("halo_remote", "HALO_LOG", "loud")]
    [InlineData("halo_remote", "HALO_PORT", "99999")]
    public async Task An_environment_variable_that_makes_no_sense_is_refused_by_name(string program, string variable, string value)
    {
        var ended = await FinishedProgram.RunAsync(
            Repository.Program(program), [], new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value });
        ended.FailedWith(Usage, $"{program}: ", variable, value);
    }

    [Fact]
    public async Task A_network_without_an_address_of_this_machine_is_refused()
    {
        var ended = await RunAsync("halo_remote", "--network", "203.0.113.0/24", "--runtime-dir", "/tmp/halo-e2e-not-made");
        ended.FailedWith(Usage, "halo_remote: ", "203.0.113.0/24", "--network");
    }

    [Fact]
    public async Task A_network_that_is_none_is_refused()
    {
        var ended = await RunAsync("halo_remote", "--network", "everywhere");
        ended.FailedWith(Usage, "halo_remote: ", "everywhere");
    }

    [Fact]
    public async Task The_manager_refuses_a_configuration_that_is_not_there()
    {
        var ended = await RunAsync("halo_manager", "--config", "/nonexistent/halo.conf");
        Assert.Equal((Usage, ""), (ended.Status, ended.Output));
        Assert.Contains("/nonexistent/halo.conf", ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.TrimEnd().Split((char)10));
    }

    [Theory]
    [InlineData("shape-a.yaml", "lu-oss01", "ost2")]
    [InlineData("shape-b.yaml", "nfs02:8100", "export_projects")]
    public async Task Validate_understands_both_shapes(string example, params string[] names)
    {
        var ended = await RunAsync("halo", "validate", "--config", Example(example));
        Assert.Equal(0, ended.Status);
        Assert.All(names, name => Assert.Contains(name, ended.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_and_the_manager_report_every_fault_of_a_file_with_its_place()
    {
        var file = Example("broken.yaml");
        var lines = await File.ReadAllLinesAsync(file);
        var marked = Enumerable.Range(1, lines.Length).Where(n => lines[n - 1].Contains("# fault", StringComparison.Ordinal)).ToList();
        foreach (var ended in new[] { await RunAsync("halo", "validate", "--config", file), await RunAsync("halo_manager", "--config", file) })
        {
            Assert.Equal(Usage, ended.Status);
            Assert.NotEmpty(marked);
            Assert.All(marked, line => Assert.Contains($"{file}:{line}:", ended.Error, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_demos_configuration_is_valid()
    {
        var ended = await RunAsync("halo", "validate", "--config", Path.Combine(Repository.Root, "examples/demo/halo.conf"));
        Assert.Equal(0, ended.Status);
        Assert.Contains("ostpool1", ended.Output, StringComparison.Ordinal);
    }

    private static string Example(string name) => Path.Combine(Repository.Root, "tests/Halo.Configuration.Tests/Examples", name);

    private static Task<FinishedProgram> RunAsync(string program, params string[] arguments) =>
        FinishedProgram.RunAsync(Repository.Program(program), arguments);
}
