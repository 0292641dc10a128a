namespace Halo.Simulator.Tests;

/// <summary>One replacement of text in one of the engine's source files.</summary>
/// <param name="File">The file, below src/Halo.Engine.</param>
/// <param name="Before">What stands there.</param>
/// <param name="After">What stands there in the broken engine.</param>
internal sealed record Replacement(string File, string Before, string After);

/// <summary>An engine with one rule broken, as data: a file that says which text of the engine's sources is replaced.</summary>
/// <param name="Name">The rule, perhaps with a letter: there may be several for one rule.</param>
/// <param name="Story">What is broken, in a sentence.</param>
/// <param name="Replacements">What is replaced.</param>
internal sealed record Canary(string Name, string Story, ImmutableArray<Replacement> Replacements)
{
    /// <summary>
    /// Reads a canary: lines with <c>#</c> tell the story; <c>file</c> names a source file, <c>before</c> and <c>after</c>
    /// each begin a block of text that ends at the next keyword.
    /// </summary>
    public static Canary Parse(string name, string text)
    {
        var (story, file, before, after) = ("", "", new List<string>(), new List<string>());
        var replacements = ImmutableArray.CreateBuilder<Replacement>();
        List<string>? block = null;
        foreach (var line in text.Split('\n').Append("file end"))
        {
            if (line.StartsWith('#'))
            {
                story += line[1..];
            }
            else if (line.StartsWith("file ", StringComparison.Ordinal))
            {
                if (file.Length > 0)
                {
                    replacements.Add(new Replacement(file, Join(before), Join(after)));
                }

                (file, block, before, after) = (line[5..].Trim(), null, [], []);
            }
            else if (line is "before" or "after")
            {
                block = line == "before" ? before : after;
            }
            else
            {
                block?.Add(line);
            }
        }

        return new Canary(name, story.Trim(), replacements.ToImmutable());
    }

    private static string Join(IEnumerable<string> lines) => string.Join('\n', lines).TrimEnd('\n');
}
