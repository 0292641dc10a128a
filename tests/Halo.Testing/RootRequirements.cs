using System.Diagnostics;

namespace Halo.Testing;

/// <summary>
/// Whether this machine can run tests that only root can run. Continuous integration (<c>CI=true</c>) owes them where it runs as
/// root: nothing is skipped there, and such a test fails with the reason.
/// </summary>
public static class RootRequirements
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Whether such tests must run here.</summary>
    public static bool AreOwed { get; } =
        Environment.IsPrivilegedProcess
        && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why tests that mount file systems cannot run, in one sentence; null where they can.</summary>
    /// <param name="tools">Programs that must be installed, each with the package that brings it.</param>
    public static string? WhyNot(params IEnumerable<(string Tool, string Package)> tools) =>
        WhyNotWithoutDisks(tools)
        ?? (Succeeds("losetup", "--find") ? null : "this machine has no loop devices (losetup --find fails)");

    /// <summary>As <see cref="WhyNot"/>, for tests that need root and no disks.</summary>
    public static string? WhyNotWithoutDisks(params IEnumerable<(string Tool, string Package)> tools)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "it makes namespaces or mounts, which only root may";
        }

        var missing = tools.FirstOrDefault(tool => !IsInstalled(tool.Tool));
        return missing.Tool is null ? null : $"there is no {missing.Tool}: install the package {missing.Package}";
    }

    /// <summary>Whether a program can be run here and exits with 0.</summary>
    public static bool Succeeds(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return process.WaitForExit(Limit) && process.ExitCode == 0;
    }

    private static bool IsInstalled(string tool) =>
        Path.IsPathRooted(tool)
            ? File.Exists(tool)
            : $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
