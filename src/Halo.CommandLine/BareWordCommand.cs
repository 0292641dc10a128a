using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

namespace Halo.CommandLine;

/// <summary>A command that takes by an option what people write as a bare word, so that they can be told which one.</summary>
[SuppressMessage("Design", "CA1010", Justification = "A command is enumerable only so that it can be initialised as a list.")]
public sealed class BareWordCommand(string name, string description) : Command(name, description)
{
    /// <summary>The option that bare words are likely meant for; null where there is none.</summary>
    public Option? MeantBy { get; set; }
}
