using System.Reflection;

namespace Halo.Protocol;

/// <summary>The version of all three programs. Manager and remote work together only when theirs are the same.</summary>
public static class HaloVersion
{
    /// <summary>The version as text.</summary>
    public static string Text { get; } =
        typeof(HaloVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";
}
