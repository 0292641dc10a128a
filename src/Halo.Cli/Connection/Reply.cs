using System.Diagnostics.CodeAnalysis;

namespace Halo.Cli.Connection;

/// <summary>What came of a request to the manager: its answer, or one sentence that says why there is none.</summary>
internal sealed record Reply<T>
    where T : class
{
    private Reply(T? value, string? failure) => (Value, Failure) = (value, failure);

    /// <summary>The answer.</summary>
    public T? Value { get; }

    /// <summary>Why there is no answer, and what to do about it.</summary>
    public string? Failure { get; }

    /// <summary>Whether the manager answered.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Answered => Value is not null;

    /// <summary>An answer.</summary>
    public static Reply<T> Of(T value) => new(value, null);

    /// <summary>No answer.</summary>
    public static Reply<T> None(string failure) => new(null, failure);
}
