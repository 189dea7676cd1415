using Weir.Export.Sinks.Graphite;
using Weir.Export.Sinks.Influx;
using Weir.Export.Sinks.Librato;
using Weir.Export.Sinks.Loki;
using Weir.Export.Sinks.RemoteWrite;

namespace Weir.Export.Sinks;

/// <summary>Every kind of sink there is.</summary>
public static class SinkTypes
{
    /// <summary>All, one a line.</summary>
    public static IReadOnlyList<ISinkType> All { get; } =
    [
        new GraphiteSinkType(),
        new InfluxSinkType(),
        new LibratoSinkType(),
        new LokiSinkType(),
        new RemoteWriteSinkType(),
    ];

    /// <summary>The type of that name, or null.</summary>
    public static ISinkType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
