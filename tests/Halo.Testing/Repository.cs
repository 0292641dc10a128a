namespace Halo.Testing;

/// <summary>Where things lie: the folder that the tests were built from, and the programs that users run.</summary>
public static class Repository
{
    private static readonly string[] ProgramNames = ["halo", "halo_manager", "halo_remote"];

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the published programs: <c>out/</c>, or what <c>HALO_BIN</c> names.</summary>
    public static string Programs => field ??= FindPrograms();

    /// <summary>A published program.</summary>
    public static string Program(string name) => Path.Combine(Programs, name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Halo.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has a Halo.slnx.");
    }

    private static string FindPrograms()
    {
        var folder = Environment.GetEnvironmentVariable("HALO_BIN") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(Root, "out");
        var missing = ProgramNames.FirstOrDefault(name => !File.Exists(Path.Combine(folder, name)));
        return missing is null
            ? folder
            : throw new InvalidOperationException(
                $"{Path.Combine(folder, missing)} is missing: run ./build, or name another folder in HALO_BIN.");
    }
}
