using Halo.Agents.Fencing;
using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Fencing;

/// <summary>Fence agents that are bash scripts, in a folder of one test. Each writes down what it was given.</summary>
internal sealed class FakeAgents : IDisposable
{
    private readonly Scripts _scripts = new();

    internal FakeAgents(IProcessTable? processes = null)
    {
        var runner = new ProcessRunner(TimeProvider.System, processes ?? new ProcessTable());
        Agents = new FenceAgents(new FencePath(Folder), runner, TimeProvider.System);
    }

    internal string Folder => _scripts.Folder;

    internal FenceAgents Agents { get; }

    public void Dispose() => _scripts.Dispose();

    /// <summary>Installs an agent that goes on with this body when it has read its input; its path.</summary>
    internal string Install(string name, string body) => InstallAsIs(
        name,
        $"""
        #!/bin/bash
        cat > {Folder}/stdin
        printf '%s\n' "$@" > {Folder}/arguments
        tr '\0' '\n' < /proc/$$/environ > {Folder}/environment
        {body}

        """);

    internal string InstallAsIs(string name, string text, bool executable = true) =>
        _scripts.Write($"fence_{name}", text, executable);

    internal string WriteFile(string name, string text) => _scripts.Write(name, text, executable: false);

    /// <summary>Calls an agent that does nothing but succeed, and tells the lines it read.</summary>
    internal async Task<string[]> LinesReadAsync(FenceCall call)
    {
        _ = Install(call.Agent, "exit 0");
        var answer = await Agents.CallAsync(call, default);
        Assert.True(answer.Kind is not FenceAnswerKind.Failed, answer.Reason);
        return (await ReadAsync("stdin")).TrimEnd('\n').Split('\n');
    }

    /// <summary>What the agent wrote down: <c>stdin</c>, <c>arguments</c> or <c>environment</c>.</summary>
    internal Task<string> ReadAsync(string what) => File.ReadAllTextAsync(Path.Combine(Folder, what));

    internal bool WasCalled => File.Exists(Path.Combine(Folder, "stdin"));

    /// <summary>A call for oss00, with a deadline that only what hangs reaches.</summary>
    internal static FenceCall Call(string agent, FenceVerb verb, params (string Name, string Value)[] parameters) => new()
    {
        Agent = agent,
        HostName = "oss00",
        Verb = verb,
        Parameters = [.. parameters.Select(parameter => new FenceParameter(parameter.Name, parameter.Value))],
        Deadline = TimeSpan.FromSeconds(20),
    };
}
