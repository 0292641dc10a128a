// Scripts are written and run at once: a spawn of a test beside it would hold the file open and make it busy (ETXTBSY).
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Halo.Agents.Tests;

/// <summary>A folder for one test's scripts.</summary>
internal sealed class Scripts : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("halo-agents-").FullName;

    /// <summary>A bash script with this body; its path.</summary>
    internal string Bash(string body) => Write("script", $"#!/bin/bash\n{body}\n");

    internal string Write(string name, string text, bool executable = true)
    {
        var path = Path.Combine(Folder, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, executable
            ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            : UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
