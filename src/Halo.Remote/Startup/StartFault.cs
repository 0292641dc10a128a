namespace Halo.Remote.Startup;

/// <summary>Why the remote did not start.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Message">The reason in one sentence.</param>
internal sealed record StartFault(int Status, string Message);
