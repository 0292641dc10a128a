using System.Runtime.CompilerServices;

namespace Halo.Engine.Tests;

/// <summary>
/// A text under version control that a test compares with what it is now. <c>HALO_REWRITE_SCENARIOS=1 dotnet test</c> writes
/// it anew, for a person to read the difference.
/// </summary>
internal static class GoldenFile
{
    private static readonly bool Rewrites =
        string.Equals(Environment.GetEnvironmentVariable("HALO_REWRITE_SCENARIOS"), "1", StringComparison.Ordinal);

    /// <summary>Compares; a file that does not exist counts as empty.</summary>
    public static void Check(string path, string text)
    {
        if (Rewrites)
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", text);
    }

    /// <summary>A path beside the source of the tests.</summary>
    public static string Beside(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, name);
}
