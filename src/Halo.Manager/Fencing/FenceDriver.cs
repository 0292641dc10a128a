using System.Diagnostics.CodeAnalysis;
using Halo.Agents.Fencing;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Manager.Remotes;

namespace Halo.Manager.Fencing;

/// <summary>
/// Calls fence agents for the engine and tells it what they said. Every call ends in exactly one answer, within seconds of the agent's
/// deadline.
/// </summary>
internal sealed class FenceDriver(ClusterConfig config, FenceAgents agents, IEngineInputs engine) : IDisposable
{
    // Questions are bounded, because after a power failure there may be thousands, and each may take its agent's whole deadline. A fence never
    // waits for them: neither the call that powers a host off, nor the question whether it is.
    private const int QuestionsAtOnce = 32;

    private readonly SemaphoreSlim _questions = new(QuestionsAtOnce);

    /// <summary>Carries out one call.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong, the engine must hear that the call has failed.")]
    public async Task DoAsync(CallFenceAgent call, CancellationToken cancellation)
    {
        FenceAnswer answer;
        try
        {
            answer = call is { Verb: PowerVerb.Status, BelongsToFence: false }
                ? await AskAsync(call, cancellation)
                : await agents.CallAsync(ToCall(call), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            answer = new FenceAnswer(FenceAnswerKind.Failed, e.Message);
        }

        var succeeded = answer.Kind != FenceAnswerKind.Failed;
        await engine.TellAsync(new PowerAnswered
        {
            Host = call.Host,
            Call = call.Call,
            Answer = ToAnswer(answer.Kind),
            Why = succeeded ? "" : answer.Reason.TrimEnd('.'),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _questions.Dispose();

    private async Task<FenceAnswer> AskAsync(CallFenceAgent call, CancellationToken cancellation)
    {
        await _questions.WaitAsync(cancellation);
        try
        {
            return await agents.CallAsync(ToCall(call), cancellation);
        }
        finally
        {
            _questions.Release();
        }
    }

    private FenceCall ToCall(CallFenceAgent call)
    {
        var host = config[call.Host];
        return new FenceCall
        {
            Agent = host.FenceAgent ?? throw new InvalidOperationException($"{host.Id} has no fence agent."),
            HostName = host.Name,
            Parameters = [.. host.FenceParameters.Select(parameter => new FenceParameter(parameter.Name, parameter.Value))],
            Verb = call.Verb switch
            {
                PowerVerb.Status => FenceVerb.Status,
                PowerVerb.Off => FenceVerb.Off,
                PowerVerb.On => FenceVerb.On,
            },
        };
    }

    private static PowerAnswer ToAnswer(FenceAnswerKind kind) => kind switch
    {
        FenceAnswerKind.Failed => PowerAnswer.Failed,
        FenceAnswerKind.Succeeded => PowerAnswer.Done,
        FenceAnswerKind.PowerIsOn => PowerAnswer.On,
        FenceAnswerKind.PowerIsOff => PowerAnswer.Off,
    };
}
