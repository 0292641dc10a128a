using System.Threading.Channels;
using Halo.Engine.Configuration;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

/// <summary>Stands where the loop is: keeps what it is told and publishes what a test wants.</summary>
internal sealed class RecordedInputs : IEngineInputs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly Channel<EngineInput> _told = Channel.CreateUnbounded<EngineInput>();

    /// <summary>One host "oss00" with one resource "ost0" that may run nowhere else.</summary>
    public static ClusterConfig Config { get; } = ClusterConfig.Create(
        Settings.Default,
        [new HostConfig { Id = "oss00", Name = "oss00", Addresses = ["127.0.0.1"] }],
        [new ResourceDefinition(new ResourceConfig { Id = "ost0", Kind = new AgentKind("test", "Thing") }, [])],
        [new GroupDefinition("ost0", "oss00", [])]);

    public ClusterState State { get; set; } = ClusterState.AtStart(Config, OperatingMode.Manage, "1", "run");

    public ValueTask TellAsync(EngineInput input) => _told.Writer.WriteAsync(input);

    /// <summary>The next input of a kind; those of other kinds before it are passed over.</summary>
    public async Task<T> NextAsync<T>(Predicate<T>? which = null)
        where T : EngineInput
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (await _told.Reader.ReadAsync(limit.Token) is T wanted && (which is null || which(wanted)))
            {
                return wanted;
            }
        }
    }

    /// <summary>What was told and nobody took yet.</summary>
    public IEnumerable<EngineInput> Rest()
    {
        while (_told.Reader.TryRead(out var input))
        {
            yield return input;
        }
    }
}
