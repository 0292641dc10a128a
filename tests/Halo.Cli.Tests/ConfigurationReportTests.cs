using Halo.Agents.Fencing;
using Halo.Cli.Commands;

namespace Halo.Cli.Tests;

public sealed class ConfigurationReportTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Describes_a_configuration_that_is_valid()
    {
        File.WriteAllText(
            _file,
            """
            hosts:
            - hostname: oss00
            resources:
            - name: ost0
              kind: heartbeat/Dummy
            resource_groups:
            - root: ost0
              home_host: oss00
            """);

        var report = ConfigurationReport.Of(_file, new FencePath("/nowhere"));

        Assert.Empty(report.Faults);
        Assert.Contains("oss00", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_fence_agent_that_is_not_installed()
    {
        File.WriteAllText(_file, "hosts:\n- hostname: oss00\n  fence_agent: nosuch\n  resources: { ost0: { kind: a/b, requires: null } }\n");

        Assert.Equal(
            $"{_file}:2:13: there is no executable fence_nosuch in /nowhere: oss00 cannot be fenced; install the fence agent, or name its directory with --fence-path",
            Assert.Single(ConfigurationReport.Of(_file, new FencePath("/nowhere")).Warnings));
    }

    [Fact]
    public void Places_every_fault()
    {
        File.WriteAllText(_file, "hosts: 7\nresources: 7\n");

        var report = ConfigurationReport.Of(_file, new FencePath("/nowhere"));

        Assert.All(report.Faults, fault => Assert.StartsWith($"{_file}:", fault, StringComparison.Ordinal));
        Assert.True(report.Faults.Count >= 2);
        Assert.Empty(report.Summary);
    }
}
