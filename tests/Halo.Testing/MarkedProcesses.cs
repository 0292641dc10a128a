using System.Globalization;
using System.Text;

namespace Halo.Testing;

/// <summary>
/// Finds processes by a variable of their environment, which everything that a remote starts inherits: so the agents of a
/// killed remote are found too.
/// </summary>
public static class MarkedProcesses
{
    /// <summary>The ids of all processes that were started with this variable; zombies have none.</summary>
    public static IReadOnlyList<int> With(string name, string value)
    {
        var mark = Encoding.UTF8.GetBytes($"{name}={value}\0");
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && EnvironmentOf(id).AsSpan().IndexOf(mark) >= 0)];
    }

    /// <summary>"7 /bin/bash some/script": what a person needs to recognise a process.</summary>
    public static string Describe(int id) => $"{id} {ArgumentsOf(id)}";

    /// <summary>What every user of the machine can read of a process: its command line, with blanks. Empty when it has ended.</summary>
    public static string ArgumentsOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static byte[] EnvironmentOf(int id)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return [];
        }
    }
}
