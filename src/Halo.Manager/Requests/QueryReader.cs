using System.Globalization;

namespace Halo.Manager.Requests;

/// <summary>Reads the query of a request; remembers the first thing that is wrong with it.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;

    /// <param name="query">The query.</param>
    /// <param name="known">All keys that the route takes.</param>
    public QueryReader(IQueryCollection query, params string[] known)
    {
        _query = query;
        Fault = query.Any(pair => !known.Contains(pair.Key, StringComparer.Ordinal) || pair.Value.Count != 1)
            ? $"the query of this route takes {string.Join(", ", known)}, each once"
            : null;
    }

    /// <summary>What is wrong, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>A value; null where there is none.</summary>
    public string? Text(string key) => _query.TryGetValue(key, out var values) ? values[0] : null;

    /// <summary>A whole number within bounds; null where there is none.</summary>
    public long? Number(string key, long least, long most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault ??= $"{key} takes a whole number from {least} to {most}";
        return null;
    }
}
