// Agents are scripts that are written and run at once: a spawn of a test beside it would keep them busy (ETXTBSY).
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Halo.Remote.Tests;

/// <summary>
/// A folder with an OCF root, a runtime directory and the agent <c>test/Any</c>, which does what its parameter <c>do</c>
/// says, in bash.
/// </summary>
internal sealed class RemoteFolder : IDisposable
{
    internal RemoteFolder()
    {
        var agent = $"{OcfRoot}/resource.d/test/Any";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(agent)!);
        File.WriteAllText(agent, "#!/bin/bash\neval \"$OCF_RESKEY_do\"\n");
        File.SetUnixFileMode(agent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    internal string Root { get; } = Directory.CreateTempSubdirectory("halo-remote-").FullName;

    internal string OcfRoot => $"{Root}/ocf";

    internal string RuntimeDirectory => $"{Root}/run";

    /// <summary>A file in the folder, for scripts to write to.</summary>
    internal string this[string name] => $"{Root}/{name}";

    internal string[] Lines(string name) => File.Exists(this[name]) ? File.ReadAllLines(this[name]) : [];

    internal string[] Records() => Directory.GetFiles(RuntimeDirectory, "*.operation");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
