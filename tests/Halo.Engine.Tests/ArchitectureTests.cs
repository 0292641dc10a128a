using System.Xml.Linq;

namespace Halo.Engine.Tests;

public sealed class ArchitectureTests
{
    private static readonly string Root = Path.GetFullPath(GoldenFile.Beside("../.."));

    [Fact]
    public void The_engine_references_nothing_but_the_framework() =>
        Assert.All(
            typeof(ClusterEngine).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void The_engine_uses_no_part_of_the_framework_that_does_io_or_runs_threads() =>
        Assert.DoesNotContain(
            typeof(ClusterEngine).Assembly.GetReferencedAssemblies(),
            reference => reference.Name is "System.Net.Http" or "System.Net.Sockets" or "System.IO.FileSystem"
                or "System.Threading.Thread" or "System.Diagnostics.Process" or "System.Console");

    [Theory]
    [InlineData("Halo.Remote")]
    [InlineData("Halo.Agents")]
    [InlineData("Halo.Protocol")]
    public void Does_not_depend_on_the_engine_in_any_way(string project) =>
        Assert.DoesNotContain("Halo.Engine", ProjectsBehind(project));

    [Fact]
    public void The_cli_does_not_reference_the_engine() => Assert.DoesNotContain("Halo.Engine", References("Halo.Cli"));

    [Fact]
    public void The_engine_builds_on_no_project_of_ours() => Assert.Empty(ProjectsBehind("Halo.Engine"));

    /// <summary>All projects that a project references, directly or not.</summary>
    private static SortedSet<string> ProjectsBehind(string project)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([project]);
        while (open.TryDequeue(out var next))
        {
            foreach (var name in References(next).Where(found.Add))
            {
                open.Enqueue(name);
            }
        }

        return found;
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
