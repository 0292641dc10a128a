using System.Buffers;
using System.Text;
using Halo.CommandLine;
using Halo.Daemons;
using Microsoft.AspNetCore.Connections;

namespace Halo.Lab.Devices;

/// <summary>
/// Power controllers with one plug each, as <c>lab/fence/halo-lab.dev</c> tells powermand to speak to them over TCP: they greet with
/// <c>ready</c>, and answer each line, <c>status</c>, <c>on</c> or <c>off</c>, with one line.
/// </summary>
internal static class PowerControllers
{
    private const int LongestLine = 80;

    /// <summary>Serves until the program is told to end.</summary>
    internal static async Task ServeAsync(IEnumerable<DeviceEndpoint> endpoints, Plug plug)
    {
        var builder = DaemonWeb.CreateBuilder(Verbosity.Warn);
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = 256;
            foreach (var endpoint in endpoints)
            {
                kestrel.Listen(endpoint.Address, listener => listener.Run(connection => TalkAsync(connection, endpoint.Host, plug)));
            }
        });
        await using var web = builder.Build();
        await web.RunAsync();
    }

    private static async Task TalkAsync(ConnectionContext connection, string host, Plug plug)
    {
        await SayAsync(connection, "ready");
        while (await ReadLineAsync(connection) is { } line)
        {
            await SayAsync(connection, await AnswerAsync(line, host, plug));
        }
    }

    private static async Task<string> AnswerAsync(string line, string host, Plug plug) => line switch
    {
        "status" => $"power: {Name(await plug.StatusAsync(host))}",
        "on" or "off" => await plug.SwitchAsync(host, line) == PlugAnswer.Done ? "done" : "error: cannot switch the plug",
        _ => "error: the commands are status, on and off",
    };

    private static string Name(PlugAnswer status) => status switch
    {
        PlugAnswer.On => "on",
        PlugAnswer.Off => "off",
        PlugAnswer.Failed or PlugAnswer.Done => "unknown",
    };

    /// <summary>The next line; null at the end, and where a line is longer than any command.</summary>
    private static async Task<string?> ReadLineAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted || read.Buffer.Length > LongestLine)
            {
                return null;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task SayAsync(ConnectionContext connection, string line) =>
        _ = await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"), connection.ConnectionClosed);
}
