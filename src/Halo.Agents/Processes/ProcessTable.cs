using System.Text;

namespace Halo.Agents.Processes;

/// <summary>The processes of this machine, from <c>/proc</c>.</summary>
public sealed class ProcessTable : IProcessTable
{
    private const int MaximumStack = 4096;

    /// <summary>ESRCH, which .NET passes on when a process ends while its file is read.</summary>
    private const int NoSuchProcess = 3;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessEntry>? All()
    {
        try
        {
            var found = new List<ProcessEntry>();
            foreach (var directory in Directory.EnumerateDirectories("/proc"))
            {
                if (char.IsAsciiDigit(Path.GetFileName(directory)[0]) && ReadEntry(directory) is ProcessEntry process)
                {
                    found.Add(process);
                }
            }

            return found;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public StartMark? WasStartedWith(int pid, string variable)
    {
        try
        {
            return ReadUnlessGone($"/proc/{pid}/environ").Split('\0').Contains(variable, StringComparer.Ordinal)
                ? StartMark.Present
                : StartMark.Absent;
        }
        catch (UnauthorizedAccessException)
        {
            return StartMark.Hidden;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? CommandLine(int pid) => ReadTexts(pid, "cmdline");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string>? Variables(int pid)
    {
        if (ReadTexts(pid, "environ") is not { } texts)
        {
            return null;
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                variables[text[..equals]] = text[(equals + 1)..];
            }
        }

        return variables;
    }

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
    public bool SignalSession(int session, int signal)
    {
        // The leader's own group first and at once; then those that a shell with job control has made.
        _ = Libc.Kill(-session, signal);
        if (this.InSession(session) is not { } members)
        {
            return false;
        }

        foreach (var group in members.Select(process => process.Group).Distinct())
        {
            _ = group == session ? 0 : Libc.Kill(-group, signal);
        }

        return true;
    }

    private static ProcessEntry? ReadEntry(string directory)
    {
        try
        {
            return ProcessEntry.Parse(ReadUnlessGone($"{directory}/stat"));
        }
        catch (UnauthorizedAccessException)
        {
            // Where /proc is mounted with hidepid=1, that is every process of another user, and will stay so.
            return null;
        }
    }

    /// <summary>The texts of a file that ends each with a NUL; none where this program may not read it.</summary>
    private static string[]? ReadTexts(int pid, string file)
    {
        try
        {
            return ReadUnlessGone($"/proc/{pid}/{file}").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A process may end at any moment, and its files with it: only that is an empty text.</summary>
    /// <exception cref="IOException">The file could not be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">This program may not read it.</exception>
    private static string ReadUnlessGone(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (IOException gone)
            when (gone is FileNotFoundException or DirectoryNotFoundException || gone.HResult == NoSuchProcess)
        {
            return "";
        }
    }

    /// <summary>What only helps people is empty where it cannot be read.</summary>
    private static string ReadOrEmpty(string path)
    {
        try
        {
            return ReadUnlessGone(path);
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
