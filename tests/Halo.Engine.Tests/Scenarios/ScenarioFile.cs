namespace Halo.Engine.Tests.Scenarios;

/// <summary>
/// A scenario file: comments, steps, a line of dashes, the text that the steps are expected to give, an empty line, and so
/// on. docs/scenarios.md describes it for people.
/// </summary>
internal sealed record ScenarioFile(ImmutableArray<ScenarioBlock> Blocks)
{
    private const string Dashes = "----";

    public static ScenarioFile Parse(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<ScenarioBlock>();
        var steps = new List<string>();
        List<string>? expected = null;
        foreach (var line in text.Split('\n'))
        {
            if (expected is null && string.Equals(line, Dashes, StringComparison.Ordinal))
            {
                expected = [];
            }
            else if (expected is not null && line.Length == 0)
            {
                blocks.Add(new ScenarioBlock([.. steps], string.Concat(expected.Select(l => l + "\n"))));
                steps.Clear();
                expected = null;
            }
            else
            {
                (expected ?? steps).Add(line);
            }
        }

        if (expected is not null)
        {
            blocks.Add(new ScenarioBlock([.. steps], string.Concat(expected.Select(l => l + "\n"))));
        }
        else if (steps.Exists(step => step.Length > 0))
        {
            blocks.Add(new ScenarioBlock([.. steps.SkipLast(steps[^1].Length == 0 ? 1 : 0)], ""));
        }

        return new ScenarioFile(blocks.ToImmutable());
    }

    public override string ToString() => string.Join("\n", Blocks.Select(block =>
        string.Concat(block.Steps.Select(step => step + "\n")) + Dashes + "\n" + block.Expected));
}

/// <summary>Some lines that make things happen (and comments and empty lines between them), and what comes of them.</summary>
internal sealed record ScenarioBlock(ImmutableArray<string> Steps, string Expected);
