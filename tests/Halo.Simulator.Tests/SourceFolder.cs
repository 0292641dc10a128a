using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Halo.Simulator.Tests;

/// <summary>The working copy from which the tests were built: its sources, schedules and canaries are read as files.</summary>
internal static class SourceFolder
{
    public static string Root { get; } = Find();

    public static string Engine => Path.Combine(Root, "src", "Halo.Engine");

    public static string Schedules => Path.Combine(Root, "tests", "Halo.Simulator", "schedules");

    public static string Canaries => Path.Combine(Root, "tests", "Halo.Simulator", "canaries");

    /// <summary>The commit that is checked out; null where this is no git working copy.</summary>
    public static string? Commit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, UseShellExecute = false });
            var text = git!.StandardOutput.ReadToEnd().Trim();
            return git.WaitForExit(TimeSpan.FromSeconds(10)) && git.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Find([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", ".."));
}
