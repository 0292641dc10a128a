using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Halo.Simulator.Tests;

/// <summary>
/// The engine's sources, compiled with a canary's replacements, and the simulator's own assembly loaded together with it in a
/// context of their own: the product has no switch for this, and the simulator does not know that its engine is broken.
/// </summary>
internal static class BrokenEngine
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly Dictionary<string, string> Sources = Directory
        .GetFiles(SourceFolder.Engine, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(SourceFolder.Engine, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    /// <summary>Plays seeds against the broken engine until one fails; null when none does.</summary>
    public static string? FirstFailure(Canary canary, long seeds)
    {
        var context = new Context(Compile(canary));
        var probe = context.LoadFromAssemblyPath(typeof(ScheduleRun).Assembly.Location).GetType("Halo.Simulator.Runs.CanaryProbe")!;
        var play = probe.GetMethod("FirstFailure", BindingFlags.Static | BindingFlags.Public)!;
        return (string?)play.Invoke(null, [seeds]);
    }

    private static byte[] Compile(Canary canary)
    {
        var broken = new Dictionary<string, string>(Sources, StringComparer.Ordinal) { ["Usings.cs"] = Usings };
        foreach (var replacement in canary.Replacements)
        {
            Assert.True(broken.TryGetValue(replacement.File, out var source), $"{canary.Name}: there is no {replacement.File}");
            var at = source.IndexOf(replacement.Before, StringComparison.Ordinal);
            Assert.True(at >= 0 && replacement.Before.Length > 0, $"{canary.Name}: {replacement.File} does not have this text any more:\n{replacement.Before}");
            broken[replacement.File] = string.Concat(source.AsSpan(0, at), replacement.After, source.AsSpan(at + replacement.Before.Length));
        }

        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Halo.Engine",
            broken.Values.Select(source => CSharpSyntaxTree.ParseText(source, Language)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, $"{canary.Name}: {string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}");
        return assembly.ToArray();
    }

    // Never unloaded: in a context that can be, .NET 10 loses static fields once its methods are compiled anew, after some twenty seconds.
    private sealed class Context(byte[] engine) : AssemblyLoadContext("canary")
    {
        protected override Assembly? Load(AssemblyName name)
        {
            if (name.Name != "Halo.Engine")
            {
                return null;
            }

            using var bytes = new MemoryStream(engine);
            return LoadFromStream(bytes);
        }
    }
}
