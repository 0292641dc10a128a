using System.Collections;
using Halo.Agents.Processes;

namespace Halo.Lab.Devices;

/// <summary>What a plug came to.</summary>
internal enum PlugAnswer
{
    /// <summary>It could not, or cannot tell.</summary>
    Failed,

    /// <summary>The status is on.</summary>
    On,

    /// <summary>The status is off.</summary>
    Off,

    /// <summary>It did what it was told, or says so.</summary>
    Done,
}

/// <summary>
/// The hosts' power, by the script <c>lab/fence/plug</c>, which knows the faults that the devices have been told to have.
/// </summary>
/// <param name="program">The script's path.</param>
internal sealed class Plug(string program)
{
    /// <summary>More than the slowest device takes that anybody may ask for.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(12);

    private static readonly Dictionary<string, string> OwnEnvironment = Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);

    private readonly ProcessRunner _runner = new(TimeProvider.System, new ProcessTable());

    /// <summary>Asks whether a host has power.</summary>
    internal async Task<PlugAnswer> StatusAsync(string host) => await RunAsync("status", host) switch
    {
        0 => PlugAnswer.On,
        2 => PlugAnswer.Off,
        _ => PlugAnswer.Failed,
    };

    /// <summary>Switches a host <c>on</c> or <c>off</c>, and answers when that is done.</summary>
    internal Task<PlugAnswer> SwitchAsync(string host, string verb) => AnswerAsync(verb, host);

    /// <summary>As <see cref="SwitchAsync"/>; what is slow is answered before it is done.</summary>
    internal Task<PlugAnswer> BeginToSwitchAsync(string host, string verb) => AnswerAsync("--answer-first", verb, host);

    private async Task<PlugAnswer> AnswerAsync(params string[] arguments) =>
        await RunAsync(arguments) == 0 ? PlugAnswer.Done : PlugAnswer.Failed;

    private async Task<int?> RunAsync(params string[] arguments)
    {
        var result = await _runner.RunAsync(
            new ProcessSpec { Path = program, Arguments = arguments, Environment = OwnEnvironment, Deadline = Deadline },
            started: null,
            CancellationToken.None);
        return result.End is ProcessEnd.Exited(var code) ? code : null;
    }
}
