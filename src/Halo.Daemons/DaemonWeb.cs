using Halo.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Halo.Daemons;

/// <summary>The web server as the manager and the remote both use it: what it logs, where, and how fast it ends.</summary>
public static class DaemonWeb
{
    /// <summary>How long requests that are under way may hold up the end of a daemon.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A builder that reads no arguments, no environment and no files, and logs to standard error, one line a message.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(Verbosity verbosity)
    {
        // Not the slim builder: it looks for settings in the working directory and watches everything below that for
        // changes, which is the whole machine with all of its mounts where a daemon runs in /.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders().SetMinimumLevel((LogLevel)verbosity).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });

        // The web server's own trouble is told by the daemon, in one sentence, where it is told at all.
        builder.Logging.AddFilter("Microsoft", verbosity == Verbosity.Debug ? LogLevel.Debug : LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        return builder;
    }
}
