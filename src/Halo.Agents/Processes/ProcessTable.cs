using System.Text;

namespace Halo.Agents.Processes;

/// <summary>The processes of this machine, from <c>/proc</c>.</summary>
public sealed class ProcessTable : IProcessTable
{
    private const int MaximumStack = 4096;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessEntry> All()
    {
        var found = new List<ProcessEntry>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(directory)[0])
                && ProcessEntry.Parse(ReadOrEmpty($"{directory}/stat")) is ProcessEntry process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public bool WasStartedWith(int pid, string variable) =>
        ReadOrEmpty($"/proc/{pid}/environ").Split('\0').Contains(variable, StringComparer.Ordinal);

    /// <inheritdoc/>
    public string WaitChannel(int pid)
    {
        var name = ReadOrEmpty($"/proc/{pid}/wchan").Trim();
        return name is "0" ? "" : name;
    }

    /// <inheritdoc/>
    public string KernelStack(int pid)
    {
        var stack = ReadOrEmpty($"/proc/{pid}/stack").TrimEnd();
        return stack.Length <= MaximumStack ? stack : stack[..MaximumStack];
    }

    /// <inheritdoc/>
    public void SignalSession(int session, int signal)
    {
        // The leader's own group first and at once; then those that a shell with job control has made.
        _ = Libc.Kill(-session, signal);
        foreach (var group in this.InSession(session).Select(process => process.Group).Distinct())
        {
            _ = group == session ? 0 : Libc.Kill(-group, signal);
        }
    }

    /// <summary>A process may end at any moment, and its files with it; then there is nothing to say about it.</summary>
    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
