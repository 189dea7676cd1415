using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Server.Composition.Export;
using Weir.Server.Configuration;
using Weir.Testing;

namespace Weir.Server.Tests.Composition.Export;

public sealed class ExportPartTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("weir-export-part").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, true);

    [Fact]
    public async Task Start_SpoolOpensLateAndASinkCannotBegin_IsTriedUntilItCan()
    {
        string data = Path.Combine(_home, "data");
        string mark = Path.Combine(data, "sinks", "file.mark");
        Directory.CreateDirectory(mark); // A folder in the place of a file is refused as one without permission is.
        await File.WriteAllTextAsync(Path.Combine(data, "spool"), "in the way", Cancel);
        PropertySet properties = new(new Dictionary<string, string> { ["weir.file.path"] = Path.Combine(_home, "events.jsonl") });
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        using Lines log = new();
        await using ExportPart part = await ExportPart.StartAsync(
            new ExportContext
            {
                Settings = ExportSettings.Read(properties, isReplay: false),
                Properties = properties,
                Home = _home,
                Data = data,
                Engine = engine,
                Loggers = log,
                Version = "1",
            },
            Cancel);
        Assert.NotNull(part.Problem);
        File.Delete(Path.Combine(data, "spool"));
        Assert.True(await Condition.HoldsAsync(() => log.All.Any(line => line.Contains(mark, StringComparison.Ordinal)), Cancel), string.Join('\n', log.All));
        Directory.Delete(mark);
        Assert.True(await Condition.HoldsAsync(() => part.Sinks!.Overview().Sinks.Count == 1, Cancel), string.Join('\n', log.All));
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void AddProvider(ILoggerProvider provider)
        {
            // It keeps the lines itself.
        }

        public void Dispose()
        {
            // Nothing to let go.
        }
    }
}
