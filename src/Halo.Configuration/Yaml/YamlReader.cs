using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Halo.Configuration.Yaml;

/// <summary>
/// Reads YAML into <see cref="YamlValue"/>s from the parser's events, not through YamlDotNet's own tree: that accepts
/// values which contain themselves, gives wrong places for unknown anchors and does not bound depth or size.
/// </summary>
internal sealed class YamlReader
{
    private const int MostValues = 1_000_000;
    private const int DeepestNesting = 64;

    private readonly FaultList _faults;
    private readonly Parser _parser;
    private readonly string _text;
    private readonly Dictionary<AnchorName, YamlValue?> _anchors = [];
    private readonly Stack<Collection> _open = new();
    private YamlValue? _root;
    private Position _at = Position.Start;
    private int _documents;
    private long _values;

    private YamlReader(string text, FaultList faults)
    {
        _text = text;
        _faults = faults;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>
    /// The document's value, or null after reporting the one fault that keeps the text from being read.
    /// </summary>
    public static YamlValue? Read(string text, FaultList faults)
    {
        if (UnprintableCharacter(text) is { } index)
        {
            faults.Add(
                Position.Of(text, index), $"the character U+{(int)text[index]:X4} cannot be in a configuration; remove it");
            return null;
        }

        var reader = new YamlReader(text, faults);
        while (faults.IsEmpty && reader.NextEvent() is { } yamlEvent)
        {
            reader.Take(yamlEvent);
        }

        if (faults.IsEmpty && reader._root is null or YamlScalar { IsNull: true })
        {
            faults.Add(Position.Start, "the file is empty: a configuration has at least one host under the key hosts");
        }

        return faults.IsEmpty ? reader._root : null;
    }

    /// <summary>
    /// A control character is nothing that one types; to YamlDotNet a NUL is the end, and what follows would be lost.
    /// </summary>
    private static int? UnprintableCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t'))
            {
                return i;
            }
        }

        return null;
    }

    private ParsingEvent? NextEvent()
    {
        try
        {
            return _parser.MoveNext() ? _parser.Current : null;
        }
        catch (YamlException exception)
        {
            ReportSyntax(new Position((int)exception.Start.Line, (int)exception.Start.Column), exception.Message);
        }
#pragma warning disable CA1031 // The parser meets some broken texts with exceptions that say nothing of YAML or of a place.
        catch (Exception exception) when (exception is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            ReportSyntax(_at, "something that was opened before here is not closed, or does not belong here");
        }

        return null;
    }

    private void ReportSyntax(Position at, string problem)
    {
        if (problem.Contains("tab", StringComparison.Ordinal) && TabIndentation.Find(_text, at.Line) is { } tab)
        {
            _faults.Add(tab, "this line is indented with a tab; YAML wants spaces");
            return;
        }

        var message = problem.TrimEnd('.');
        var open = _open.TryPeek(out var collection) && collection.Bracket is { } bracket
            ? $"; the '{bracket}' in line {collection.At.Line} is still open"
            : string.Empty;
        _faults.Add(at, $"this is not YAML: {char.ToLowerInvariant(message[0])}{message[1..]}{open}");
    }

    private void Take(ParsingEvent yamlEvent)
    {
        _at = new Position((int)yamlEvent.Start.Line, (int)yamlEvent.Start.Column);
        switch (yamlEvent)
        {
            case DocumentStart when ++_documents > 1:
                _faults.Add(_at, "a second document begins here; a configuration is a single one");
                break;
            case NodeEvent { Tag.IsEmpty: false }:
                _faults.Add(_at, "a tag ('!') has no meaning here; a text that begins with '!' must stand in quotes");
                break;
            case Scalar scalar:
                Close(scalar.Anchor, new YamlScalar(_at, scalar.Value, IsNull(scalar)));
                break;
            case SequenceStart start:
                Open(new Collection(_at, start.Anchor, IsMapping: false, start.Style == SequenceStyle.Flow ? '[' : null));
                break;
            case MappingStart start:
                Open(new Collection(_at, start.Anchor, IsMapping: true, start.Style == MappingStyle.Flow ? '{' : null));
                break;
            case SequenceEnd or MappingEnd:
                var collection = _open.Pop();
                Close(collection.Anchor, collection.ToValue());
                break;
            case AnchorAlias alias:
                Resolve(alias);
                break;
        }
    }

    private void Open(Collection collection)
    {
        if (_open.Count == DeepestNesting)
        {
            _faults.Add(
                collection.At,
                $"values are nested more than {DeepestNesting} deep; a configuration needs only a few levels");
            return;
        }

        // Known but not complete: an alias to it from inside would make it contain itself.
        Anchor(collection.Anchor, null);
        _open.Push(collection);
    }

    private void Close(AnchorName anchor, YamlValue value)
    {
        Anchor(anchor, value);
        Place(value);
    }

    private void Anchor(AnchorName anchor, YamlValue? value)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = value;
        }
    }

    private void Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var value))
        {
            // Not repeated in the message: it may be a password that somebody forgot to quote.
            _faults.Add(_at, "no such anchor is defined before this alias; a text that begins with '*' must stand in quotes");
        }
        else if (value is null)
        {
            _faults.Add(_at, "this alias stands inside the value that it names");
        }
        else
        {
            Place(value);
        }
    }

    private void Place(YamlValue value)
    {
        // Both what was written and, through Size, what aliases make of it.
        if (++_values > MostValues || value.Size > MostValues)
        {
            _faults.Add(_at, $"the file has more than {MostValues} values, aliases counted as often as they are used");
        }
        else if (_open.TryPeek(out var parent))
        {
            if (!parent.TryAdd(value))
            {
                _faults.Add(value.At, $"a key must be text, not {value.Sort}");
            }
        }
        else
        {
            _root = value;
        }
    }

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>A list or mapping whose end has not come yet.</summary>
    private sealed record Collection(Position At, AnchorName Anchor, bool IsMapping, char? Bracket)
    {
        private readonly List<YamlValue> _items = [];
        private readonly List<YamlEntry> _entries = [];
        private YamlScalar? _key;
        private long _size = 1;

        public bool TryAdd(YamlValue value)
        {
            _size = Math.Min(_size + value.Size, MostValues + 1L);
            if (!IsMapping)
            {
                _items.Add(value);
                return true;
            }

            if (_key is { } key)
            {
                _entries.Add(new YamlEntry(key, value));
                _key = null;
                return true;
            }

            _key = value as YamlScalar;
            return _key is not null;
        }

        public YamlValue ToValue() =>
            IsMapping ? new YamlMapping(At, _size, _entries) : new YamlSequence(At, _size, _items);
    }
}
