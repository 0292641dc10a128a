using Halo.Configuration.Yaml;
using Halo.Engine.Configuration;

namespace Halo.Configuration.Drafts;

/// <summary>Reads parameters of a resource agent or a fence agent: names and texts, in the order of the file.</summary>
internal sealed class ParameterReader(ValueReader values)
{
    public ImmutableArray<Parameter> Read(YamlValue? value, string what)
    {
        if (values.Mapping(value, what) is not { } mapping)
        {
            return [];
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var parameters = ImmutableArray.CreateBuilder<Parameter>(mapping.Entries.Count);
        foreach (var (key, parameter) in mapping.Entries)
        {
            if (Naming.ParameterProblem(key.Text) is { } problem)
            {
                // Not repeated in the message: with the blank forgotten, as in password:secret, it holds the value too.
                values.Faults.Add(key.At, $"this parameter's name {problem}; a blank must follow the ':'");
            }
            else if (!known.TryAdd(key.Text, key.At.Line))
            {
                values.Faults.Add(key.At, $"the parameter {key.Text} stands twice (first in line {known[key.Text]})");
            }
            else if (parameter is YamlScalar { IsNull: true })
            {
                values.Faults.Add(parameter.At, $"the parameter {key.Text} has no value; write \"\" for an empty one");
            }
            else if (values.Text(parameter, $"the parameter {key.Text}") is { } text)
            {
                parameters.Add(new Parameter(key.Text, text.Text));
            }
        }

        return parameters.ToImmutable();
    }
}
