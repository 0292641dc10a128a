using System.Runtime.CompilerServices;
using Halo.Agents.Fencing;

namespace Halo.Agents.Tests.Fencing;

/// <summary>The fence agent that the documentation prints for a host with a dead BMC: what it says OFF to, HALO starts things for.</summary>
public sealed class DocumentedAgentTests : IDisposable
{
    private const string Folder = "/run/halo-no-power";
    private readonly FakeAgents _fake = new();

    private string Words => Path.Combine(_fake.Folder, "words");

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task Says_OFF_while_the_administrators_word_is_there()
    {
        Install();
        Assert.Equal(FenceAnswerKind.Failed, (await StatusAsync("oss00")).Kind);

        Directory.CreateDirectory(Words);
        File.WriteAllText(Path.Combine(Words, "oss00"), "");
        Assert.Equal(FenceAnswerKind.PowerIsOff, (await StatusAsync("oss00")).Kind);
        Assert.Equal(FenceAnswerKind.Failed, (await StatusAsync("oss01")).Kind);

        File.Delete(Path.Combine(Words, "oss00"));
        var gone = await StatusAsync("oss00");
        Assert.Equal(FenceAnswerKind.Failed, gone.Kind);
        Assert.EndsWith(
            $"somebody has to see that oss00 has no power, and then to create {Words}/oss00 (it counts for an hour)", gone.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_believe_a_word_that_is_older_than_an_hour()
    {
        Install();
        Directory.CreateDirectory(Words);
        var word = Path.Combine(Words, "oss00");
        File.WriteAllText(word, "");
        File.SetLastWriteTimeUtc(word, File.GetLastWriteTimeUtc(word) - TimeSpan.FromMinutes(62));

        Assert.Equal(FenceAnswerKind.Failed, (await StatusAsync("oss00")).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../words")]
    [InlineData("*")]
    public async Task Believes_nothing_about_what_is_no_hosts_name(string plug)
    {
        Install();
        Directory.CreateDirectory(Words);
        File.WriteAllText(Path.Combine(Words, "oss00"), "");

        Assert.Equal(FenceAnswerKind.Failed, (await StatusAsync(plug)).Kind);
    }

    [Theory]
    [InlineData(FenceVerb.Off)]
    [InlineData(FenceVerb.On)]
    public async Task Never_says_that_it_powered_a_host_off_or_on(FenceVerb verb)
    {
        Install();
        Directory.CreateDirectory(Words);
        File.WriteAllText(Path.Combine(Words, "oss00"), "");

        Assert.Equal(FenceAnswerKind.Failed, (await CallAsync(verb, "oss00")).Kind);
    }

    private Task<FenceAnswer> StatusAsync(string plug) => CallAsync(FenceVerb.Status, plug);

    private Task<FenceAnswer> CallAsync(FenceVerb verb, string plug) =>
        _fake.Agents.CallAsync(FakeAgents.Call("byhand", verb, ("plug", plug)), default);

    /// <summary>As it is printed, but for the folder of the files.</summary>
    private void Install()
    {
        var text = File.ReadAllText(Documentation()).Split("```bash\n").Single(block => block.Contains("# fence_byhand", StringComparison.Ordinal));
        var script = text[..text.IndexOf("```", StringComparison.Ordinal)];
        Assert.Contains(Folder, script, StringComparison.Ordinal);
        _fake.InstallAsIs("byhand", script.Replace(Folder, Words, StringComparison.Ordinal));
    }

    private static string Documentation([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/fencing.md"));
}
