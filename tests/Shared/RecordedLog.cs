using Microsoft.Extensions.Logging;

namespace Halo.Testing;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordedLog : ILogger
{
    private readonly Lock _lines = new();
    private readonly List<(LogLevel Level, string Text)> _logged = [];

    /// <summary>What was logged so far.</summary>
    public (LogLevel Level, string Text)[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _logged];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _logged.Add((logLevel, formatter(state, exception)));
        }
    }
}
