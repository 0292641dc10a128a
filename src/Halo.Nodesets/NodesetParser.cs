using System.Globalization;

namespace Halo.Nodesets;

/// <summary>
/// Reads one nodeset and works out the names that it stands for, from left to right. A problem is one sentence that
/// says what is wrong and at which character, counted from 1.
/// </summary>
internal sealed class NodesetParser(string text, int budget)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;
    private string? _error;

    /// <summary>How many names may still be expanded after this nodeset.</summary>
    public int Budget { get; private set; } = budget;

    public bool TryRun([NotNullWhen(true)] out HashSet<string>? names, [NotNullWhen(false)] out string? error)
    {
        Run();
        names = _error is null ? _names : null;
        error = _error;
        return _error is null;
    }

    private bool AtEnd => _at == text.Length;

    private void Run()
    {
        if (text.Length > NodesetLimits.MaxTextLength)
        {
            _error = $"a nodeset of {text.Length} characters is too long; the most is {NodesetLimits.MaxTextLength}";
            return;
        }

        var operation = ',';
        while (ReadOperand() is { } operand && Apply(operation, operand) && !AtEnd)
        {
            operation = text[_at++];
        }
    }

    private bool Apply(char operation, NodesetOperand operand)
    {
        if (operand.LongestName > NodesetLimits.MaxNameLength)
        {
            return Fail($"names of {operand.LongestName} characters are too long; the most is {NodesetLimits.MaxNameLength}");
        }

        if (operand.Count > Budget)
        {
            return Fail($"it names too many hosts; the most is {NodesetLimits.MaxNames} in all");
        }

        Budget -= (int)operand.Count;
        var names = operand.Expand();
        switch (operation)
        {
            case '!':
                _names.ExceptWith(names);
                break;
            case '&':
                _names.IntersectWith(names);
                break;
            case '^':
                _names.SymmetricExceptWith(names);
                break;
            default:
                _names.UnionWith(names);
                break;
        }

        return true;
    }

    /// <summary>Reads up to the next operator or the end. Blanks around an operand mean nothing.</summary>
    private NodesetOperand? ReadOperand()
    {
        var operand = new NodesetOperand();
        SkipBlanks();
        while (!AtEnd && ReadPart(operand))
        {
        }

        SkipBlanks();
        if (_error is null && !AtEnd && !NodesetCharacters.Operators.Contains(text[_at]))
        {
            Fail($"{Shown(text[_at])} at character {_at + 1} cannot be in a host's name");
        }
        else if (_error is null && operand.IsEmpty)
        {
            Fail(AtEnd ? "a name is missing at the end" : $"a name is missing before '{text[_at]}' at character {_at + 1}");
        }

        return _error is null ? operand : null;
    }

    private bool ReadPart(NodesetOperand operand)
    {
        var start = _at;
        while (!AtEnd && NodesetCharacters.IsInNames(text[_at]))
        {
            _at++;
        }

        if (_at > start)
        {
            operand.Add(text[start.._at]);
            return true;
        }

        if (text[_at] != '[')
        {
            return false;
        }

        if (ReadBracket() is not { } bracket)
        {
            return false;
        }

        operand.Add(bracket);
        return true;
    }

    private List<NumberRange>? ReadBracket()
    {
        var opening = _at++;
        var ranges = new List<NumberRange>();
        while (ReadRange() is { } range)
        {
            ranges.Add(range);
            if (TryTake(']'))
            {
                return ranges;
            }

            if (!TryTake(','))
            {
                Fail(AtEnd
                    ? $"the bracket opened at character {opening + 1} is not closed"
                    : $"{Shown(text[_at])} at character {_at + 1} cannot be in a bracket");
                return null;
            }
        }

        return null;
    }

    private NumberRange? ReadRange()
    {
        var start = _at;
        if (ReadDigits() is not { } first)
        {
            return null;
        }

        if (!TryTake('-'))
        {
            return new NumberRange(Number(first), Number(first), 1, first.Length);
        }

        if (ReadDigits() is not { } last)
        {
            return null;
        }

        var step = TryTake('/') ? ReadDigits() : "1";
        return step is null ? null : Range(start, first, last, step);
    }

    private NumberRange? Range(int start, string first, string last, string step)
    {
        var padded = IsPadded(first) || IsPadded(last);
        var problem =
            Number(last) < Number(first) ? "runs backwards"
            : padded && first.Length != last.Length ? "pads its ends differently"
            : Number(step) == 0 ? "has a step of 0"
            : null;
        if (problem is null)
        {
            return new NumberRange(Number(first), Number(last), Number(step), padded ? first.Length : 1);
        }

        Fail($"the range {text[start.._at]} at character {start + 1} {problem}");
        return null;
    }

    private string? ReadDigits()
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        if (_at == start)
        {
            Fail(AtEnd
                ? "it ends inside a bracket"
                : $"a number is expected at character {start + 1}, not {Shown(text[start])}");
            return null;
        }

        if (_at - start > NodesetLimits.MaxDigits)
        {
            Fail($"the number at character {start + 1} is too long; the most is {NodesetLimits.MaxDigits} digits");
            return null;
        }

        return text[start.._at];
    }

    private void SkipBlanks()
    {
        while (!AtEnd && text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    private bool TryTake(char character)
    {
        if (AtEnd || text[_at] != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool Fail(string problem)
    {
        _error = $"cannot read the nodeset '{Excerpt()}': {problem}";
        return false;
    }

    private string Excerpt() =>
        string.Concat((text.Length <= 60 ? text : text[..60] + "...").Select(c => char.IsControl(c) ? '?' : c));

    private static bool IsPadded(string digits) => digits.Length > 1 && digits[0] == '0';

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static string Shown(char character) =>
        char.IsControl(character) || char.IsSurrogate(character)
            ? $"the character U+{(int)character:X4}"
            : $"'{character}'";
}
