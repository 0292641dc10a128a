namespace Halo.Lab.Tests.Harness;

/// <summary>
/// A test in a laboratory of its own: it needs root, loop devices, FUSE and namespaces, and is skipped with the reason where one of them is
/// missing and the test is not owed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute() => Skip = LabRequirements.WhySkipped;
}
