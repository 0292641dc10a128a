namespace Halo.Configuration;

/// <summary>One thing that is wrong with a configuration, or that its administrator should know.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Line">The line, from 1; 0 where the fault is that of the whole file.</param>
/// <param name="Column">The column, from 1, in characters; 0 where the fault is that of the whole file.</param>
/// <param name="Message">One sentence that says what is wrong and, where it is known, what to write instead.</param>
public sealed record Fault(string File, int Line, int Column, string Message)
{
    /// <summary><c>FILE:LINE:COLUMN: what is wrong</c>, or <c>FILE: what is wrong</c> for the whole file.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}";
}
