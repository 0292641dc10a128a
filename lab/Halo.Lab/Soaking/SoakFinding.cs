namespace Halo.Lab.Soaking;

/// <summary>The soak found something that must not be; the message says what.</summary>
internal sealed class SoakFinding : Exception
{
    /// <summary>With what was found.</summary>
    public SoakFinding(string message)
        : base(message)
    {
    }

    /// <summary>Without it.</summary>
    public SoakFinding()
    {
    }

    /// <summary>With what caused it.</summary>
    public SoakFinding(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
