using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Server.Configuration;

namespace Weir.Server.Composition.Export;

/// <summary>The sinks as they are written now, for verbs that need no running Weir.</summary>
internal sealed class SinkSource
{
    private const string FileName = "conf.d/sinks.yaml";

    /// <summary>Reads file and properties.</summary>
    /// <param name="home">Home directory.</param>
    /// <param name="properties">System properties.</param>
    public SinkSource(string home, PropertySet properties)
    {
        List<Diagnostic> problems = [];
        Definitions = SinkConfiguration.Read(Options(home, properties, NullLogger.Instance), problems);
        Problems = problems;
    }

    /// <summary>The sinks that could be read.</summary>
    public IReadOnlyList<SinkDefinition> Definitions { get; }

    /// <summary>What is wrong with how they are written; see <see cref="CheckAsync"/> for their settings.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; }

    /// <summary>Where sinks are written.</summary>
    /// <param name="home">Home directory.</param>
    /// <param name="properties">System properties.</param>
    /// <param name="logger">Log.</param>
    /// <param name="takePlan">Takes the plan of the section <c>metrics:</c>, null without one; null only checks it.</param>
    public static SinkConfigurationOptions Options(string home, PropertySet properties, ILogger logger, Action<MetricPlan?>? takePlan = null) => new()
    {
        Metrics = (section, problems) =>
        {
            MetricPlan? plan = section is null ? null : MetricPlanReader.FromSection(section, problems);
            return () => takePlan?.Invoke(plan);
        },
        File = Path.Combine(home, FileName),
        DisplayName = FileName,
        Properties = properties,
        Logger = logger,
    };

    /// <summary>Everything that is wrong, settings included; nothing is opened.</summary>
    public async Task<IReadOnlyList<Diagnostic>> CheckAsync(DeliveryOptions options)
    {
        await using DeliveryService unused = new(new NoSpool("only checked"), options);
        return [.. Problems, .. await unused.CheckAsync(Definitions)];
    }
}
