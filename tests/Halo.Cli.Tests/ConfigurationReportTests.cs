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

        var report = ConfigurationReport.Of(_file);

        Assert.Empty(report.Faults);
        Assert.Contains("oss00", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_every_fault()
    {
        File.WriteAllText(_file, "hosts: 7\nresources: 7\n");

        var report = ConfigurationReport.Of(_file);

        Assert.All(report.Faults, fault => Assert.StartsWith($"{_file}:", fault, StringComparison.Ordinal));
        Assert.True(report.Faults.Count >= 2);
        Assert.Empty(report.Summary);
    }
}
