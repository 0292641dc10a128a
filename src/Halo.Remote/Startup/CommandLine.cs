using System.CommandLine;
using System.Globalization;

namespace Halo.Remote.Startup;

/// <summary>The flags of <c>halo_remote</c>. A flag wins over its environment variable, and that over the default.</summary>
internal sealed class CommandLine
{
    private readonly Option<string?> _port = Text("--port", "PORT", "the port to listen on (HALO_PORT; 8000)");
    private readonly Option<string?> _network = Text(
        "--network", "CIDR[,CIDR]", "listen on this machine's addresses inside these networks (HALO_NET; 192.168.1.0/24)");

    private readonly Option<string?> _ocfRoot = Text("--ocf-root", "DIR", "where resource.d is (OCF_ROOT; /usr/lib/ocf)");
    private readonly Option<string?> _runtimeDirectory = Text(
        "--runtime-dir", "DIR", "where running operations are recorded (HALO_RUNTIME_DIR; /run/halo-remote)");

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "log every operation (HALO_LOG=error, warn, info or debug; warn)",
    };

    private readonly Func<string, string?> _environment;

    /// <summary>A command line beside an environment.</summary>
    /// <param name="environment">Looks an environment variable up.</param>
    internal CommandLine(Func<string, string?> environment)
    {
        _environment = environment;
        Root = new RootCommand("Runs OCF resource agents on this host when HALO's manager tells it to.")
        {
            _port, _network, _ocfRoot, _runtimeDirectory, _verbose,
        };
    }

    /// <summary>The command, which also knows <c>--help</c> and <c>--version</c>.</summary>
    internal RootCommand Root { get; }

    /// <summary>Reads the options; null and the fault in one sentence where they are wrong.</summary>
    internal RemoteOptions? Read(ParseResult parsed, out string fault)
    {
        fault = "";
        if (parsed.Errors.Count > 0)
        {
            fault = $"{parsed.Errors[0].Message.TrimEnd('.')}; see halo_remote --help";
            return null;
        }

        (string port, string portSource) = Value(parsed, _port, "HALO_PORT", "8000");
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 65535)
        {
            fault = $"{portSource} is '{port}', which is not a port; give a number from 1 to 65535";
            return null;
        }

        if (LevelOf(parsed) is not LogLevel level)
        {
            fault = $"HALO_LOG is '{_environment("HALO_LOG")}'; it can be error, warn, info or debug";
            return null;
        }

        return new RemoteOptions
        {
            Port = number,
            Networks = Value(parsed, _network, "HALO_NET", "192.168.1.0/24").Text
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            OcfRoot = Path.GetFullPath(Value(parsed, _ocfRoot, "OCF_ROOT", "/usr/lib/ocf").Text),
            RuntimeDirectory = Path.GetFullPath(
                Value(parsed, _runtimeDirectory, "HALO_RUNTIME_DIR", "/run/halo-remote").Text),
            LogLevel = level,
        };
    }

    private static Option<string?> Text(string name, string what, string description) =>
        new(name) { HelpName = what, Description = description };

    private (string Text, string Source) Value(ParseResult parsed, Option<string?> option, string variable, string standard)
    {
        if (parsed.GetValue(option) is { Length: > 0 } given)
        {
            return (given, option.Name);
        }

        return _environment(variable) is { Length: > 0 } inherited ? (inherited, variable) : (standard, "the default");
    }

    private LogLevel? LevelOf(ParseResult parsed) => parsed.GetValue(_verbose) ? LogLevel.Information
        : _environment("HALO_LOG") switch
        {
            null or "" or "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            "info" => LogLevel.Information,
            "debug" => LogLevel.Debug,
            _ => null,
        };
}
