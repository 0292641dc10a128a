namespace Halo.Lab.Tests.Harness;

/// <summary>As <see cref="LabFactAttribute"/>, for a test with several cases; each has a laboratory of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LabTheoryAttribute : TheoryAttribute
{
    public LabTheoryAttribute() => Skip = LabRequirements.WhySkipped;
}
