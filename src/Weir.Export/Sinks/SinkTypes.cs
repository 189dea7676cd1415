using Weir.Export.Sinks.Loki;

namespace Weir.Export.Sinks;

/// <summary>Every kind of sink there is.</summary>
public static class SinkTypes
{
    /// <summary>All, one a line.</summary>
    public static IReadOnlyList<ISinkType> All { get; } =
    [
        new LokiSinkType(),
    ];

    /// <summary>The type of that name, or null.</summary>
    public static ISinkType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
