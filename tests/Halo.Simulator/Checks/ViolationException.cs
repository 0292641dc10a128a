namespace Halo.Simulator.Checks;

/// <summary>The engine did something that it must never do, or left out what it must do.</summary>
internal sealed class ViolationException(string check, string what) : Exception($"{check}: {what}")
{
    /// <summary>The check or rule that was violated; a shrunk schedule must fail the same one.</summary>
    public string Check { get; } = check;
}
