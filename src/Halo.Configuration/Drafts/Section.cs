using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>A mapping with fixed keys. Unknown and repeated keys are reported as soon as it is opened.</summary>
internal sealed class Section
{
    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);
    private readonly Position _at;
    private readonly string _what;
    private readonly FaultList _faults;

    /// <param name="mapping">The mapping.</param>
    /// <param name="what">What it describes, with its article, such as <c>a host</c>.</param>
    /// <param name="keys">All keys that it may have.</param>
    /// <param name="faults">Where to report.</param>
    public Section(YamlMapping mapping, string what, ReadOnlySpan<string> keys, FaultList faults)
    {
        _at = mapping.At;
        _what = what;
        _faults = faults;
        foreach (var entry in mapping.Entries)
        {
            var key = entry.Key.Text;
            if (!keys.Contains(key))
            {
                faults.Add(entry.Key.At, Unknown(key, keys));
            }
            else if (!_entries.TryAdd(key, entry))
            {
                faults.Add(entry.Key.At, $"the key {key} stands twice in {what} (first in line {_entries[key].Key.At.Line})");
            }
        }
    }

    /// <summary>The value of a key; null where it is missing, empty or <c>null</c>.</summary>
    public YamlValue? Find(string key) => Entry(key)?.Value is { } value and not YamlScalar { IsNull: true } ? value : null;

    /// <summary>The key and its value, whatever it is; null where the key is missing.</summary>
    public YamlEntry? Entry(string key) => _entries.TryGetValue(key, out var entry) ? entry : null;

    /// <summary>The value of a key that must be there; null after a report.</summary>
    public YamlValue? Require(string key)
    {
        if (Find(key) is { } value)
        {
            return value;
        }

        _faults.Add(Entry(key)?.Value.At ?? _at, $"{_what} needs a value for the key {key}");
        return null;
    }

    private string Unknown(string key, ReadOnlySpan<string> keys)
    {
        // What stands behind the colon is a value that belongs in no message.
        if (key.IndexOf(':') is >= 0 and var colon)
        {
            return $"unknown key {Shown.Text(key[..colon])} in {_what}; a blank must follow the ':'";
        }

        var suggestion = _faults.Suggest(key, keys.ToArray());
        return $"unknown key {Shown.Text(key)} in {_what}"
            + (suggestion.Length > 0 ? suggestion : $"; its keys are {string.Join(", ", keys)}");
    }
}
