using Halo.Nodesets;

namespace Halo.Cli.Requests;

/// <summary>Turns arguments into the names of hosts, groups or resources.</summary>
internal static class ObjectExpansion
{
    private const string NodesetSyntax = "[],!&^";

    /// <summary>
    /// The names, without repetition; or null and what is wrong. Hosts are nodesets. Groups and resources may be, and may also have
    /// names that no nodeset can hold: what has none of a nodeset's signs is taken as it is.
    /// </summary>
    public static (ImmutableArray<string> Names, string? Fault) Expand(ObjectArgument kind, IReadOnlyList<string> arguments)
    {
        if (kind == ObjectArgument.Hosts || arguments.Any(argument => argument.IndexOfAny([.. NodesetSyntax]) >= 0))
        {
            return ExpandNodesets(arguments);
        }

        return ([.. arguments.Distinct(StringComparer.Ordinal)], null);
    }

    private static (ImmutableArray<string> Names, string? Fault) ExpandNodesets(IReadOnlyList<string> arguments)
    {
        if (!Nodeset.TryParse(arguments, out var nodeset, out var error))
        {
            return ([], error.TrimEnd('.'));
        }

        return nodeset.Names.IsEmpty
            ? ([], $"nothing is left over in {string.Join(' ', arguments)}")
            : (nodeset.Names, null);
    }
}
