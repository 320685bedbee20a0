using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Chat.Web.Tests.TestSupport;

/// <summary>Every line one house writes to its log, as far as its settings have it write, with what each was filled with.</summary>
public sealed class Diary : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"scope {Whole(state)}");
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)} {Whole(state)} {exception}");

    public void Dispose()
    {
    }

    private static string Whole<TState>(TState state) =>
        state is IEnumerable<KeyValuePair<string, object?>> facts ? string.Join(' ', facts.Select(f => $"{f.Key}={f.Value}")) : $"{state}";
}
