using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>
/// Plays every story of <c>testdata</c>. <c>HALO_REWRITE_SCENARIOS=1 dotnet test</c> writes what happens now into the files,
/// for a person to read the difference.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = GoldenFile.Beside("../testdata");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Happens_as_written(string name)
    {
        var path = Path.Combine(Folder, name + ".txt");

        GoldenFile.Check(path, Play(ScenarioFile.Parse(File.ReadAllText(path)), new Story()).ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Happens_in_the_same_way_every_time(string name)
    {
        var file = ScenarioFile.Parse(File.ReadAllText(Path.Combine(Folder, name + ".txt")));
        var (first, second) = (new Story(), new Story());

        Assert.Equal(Play(file, first).ToString(), Play(file, second).ToString());
        Assert.Equal(CanonicalText.Of(first.State), CanonicalText.Of(second.State));
    }

    private static ScenarioFile Play(ScenarioFile file, Story story) =>
        new([.. file.Blocks.Select(block => block with { Expected = story.Play(block.Steps) })]);
}
