using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Sinks;

/// <summary>Makes sinks as the configuration does, from names with dots.</summary>
internal static class MadeSink
{
    /// <summary>A sink; every problem with its settings fails the test.</summary>
    public static TSink Create<TSink>(ISinkType type, params (string Name, string Value)[] settings)
        where TSink : ISink
    {
        IReadOnlyList<Diagnostic> problems = Read(type, out ISink sink, TimeProvider.System, settings);
        Assert.Empty(problems);
        return (TSink)sink;
    }

    /// <summary>What is wrong with settings, as texts <c>path: message</c>.</summary>
    public static IReadOnlyList<string> Problems(ISinkType type, params (string Name, string Value)[] settings) =>
        [.. Read(type, out _, TimeProvider.System, settings).Select(p => $"{p.Path}: {p.Message}")];

    /// <summary>Makes a sink with another clock and gives the problems.</summary>
    public static IReadOnlyList<Diagnostic> Read(ISinkType type, out ISink sink, TimeProvider time, params (string Name, string Value)[] settings)
    {
        List<Diagnostic> problems = [];
        SinkSettings read = new("sinks.test", Nest(settings), problems);
        SinkContext context = new() { Name = "test", Time = time, Logger = NullLogger.Instance, HostName = "weir.example", Version = "1.2.3" };
        sink = type.Create(read, context);
        read.RefuseUnknown();
        return problems;
    }

    private static Dictionary<string, SettingNode> Nest(IEnumerable<(string Name, string Value)> settings) =>
        settings.GroupBy(s => s.Name.Split('.', 2)[0]).ToDictionary(
            g => g.Key,
            g => g.First().Name.Contains('.')
                ? new SettingNode(Nest(g.Select(s => (s.Name.Split('.', 2)[1], s.Value))))
                : new SettingNode(g.First().Value));
}
