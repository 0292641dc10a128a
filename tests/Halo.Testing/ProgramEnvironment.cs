namespace Halo.Testing;

/// <summary>The environment of the programs under test: nothing that whoever runs the tests has set for HALO or for agents.</summary>
public static class ProgramEnvironment
{
    private static readonly string[] Own = ["HALO_", "OCF_", "HA_", "NO_COLOR"];

    /// <summary>Cleans an environment and adds to it.</summary>
    public static void Prepare(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string>? added)
    {
        foreach (var name in environment.Keys.Where(name => Own.Any(own => name.StartsWith(own, StringComparison.Ordinal))).ToList())
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in added ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            environment[name] = value;
        }
    }
}
