using System.Globalization;
using System.Text.RegularExpressions;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>The steps of a scenario, each a sentence. docs/scenarios.md lists them.</summary>
internal sealed partial class Story
{
    private readonly ClusterBuilder _builder = new();
    private readonly ImmutableArray<(Regex Sentence, Action<Match> Tell)> _sentences;
    private OperatingMode _mode = OperatingMode.Manage;
    private SimulatedCluster? _cluster;

    public Story()
    {
        _sentences =
        [
            .. AboutTheCluster(), .. AboutThePaths(), .. AboutTheRemotes(), .. AboutTheResources(), .. AboutThePower(),
            .. AboutThePeople(), .. AboutTime(),
        ];
    }

    public ClusterState State => Cluster.State;

    /// <summary>The cluster, which comes into being with the first step that needs it.</summary>
    public SimulatedCluster Cluster => _cluster ??= new SimulatedCluster(_builder.Build(), _mode);

    /// <summary>Plays some steps and returns what happened.</summary>
    public string Play(IEnumerable<string> steps)
    {
        foreach (var step in steps.Select(step => step.Trim()).Where(step => step.Length > 0 && step[0] != '#'))
        {
            Play(step);
        }

        return _cluster is null ? "" : Cluster.Transcript.Take();
    }

    private void Play(string step)
    {
        foreach (var (sentence, tell) in _sentences)
        {
            if (sentence.Match(step) is { Success: true } match)
            {
                tell(match);
                return;
            }
        }

        throw new FormatException($"No scenario step reads \"{step}\"; docs/scenarios.md lists them.");
    }

    private static (Regex, Action<Match>) Sentence(string pattern, Action<Match> tell) =>
        (new Regex($"^{pattern}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), tell);

    private void Tell(EngineInput input)
    {
        Cluster.Shell.Feed(input);
        Cluster.Settle();
    }

    private void WriteAll(IEnumerable<string> lines)
    {
        foreach (var line in lines.DefaultIfEmpty("none"))
        {
            Cluster.Transcript.Write(line);
        }
    }

    private HostRef Host(string name) => Cluster.Config.Hosts
        .FirstOrDefault(host => string.Equals(Cluster.Config[host].Id, name, StringComparison.Ordinal), new HostRef(-1, -1)) is { Host: >= 0 } found
            ? found
            : throw new FormatException($"The scenario has no host {name}.");

    private GroupRef Group(string name) => Cluster.Config.Groups
        .First(group => string.Equals(Cluster.Config[group].Id, name, StringComparison.Ordinal));

    private int ResourceIndex(string name, HostRef host)
    {
        var resources = Cluster.Config.Domains[host.Domain].Resources;
        for (var i = 0; i < resources.Length; i++)
        {
            if (string.Equals(resources[i].Id, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new FormatException($"The scenario has no resource {name}.");
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static List<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static TimeSpan Duration(string text)
    {
        var number = text.TrimEnd('m', 's');
        var amount = double.Parse(number, CultureInfo.InvariantCulture);
        return text[number.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(amount),
            "s" => TimeSpan.FromSeconds(amount),
            "m" => TimeSpan.FromMinutes(amount),
            _ => throw new FormatException($"{text} is not a duration like 500ms, 5s or 10m."),
        };
    }
}
