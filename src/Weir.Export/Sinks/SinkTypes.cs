using Weir.Export.Sinks.Alertmanager;
using Weir.Export.Sinks.Elastic;
using Weir.Export.Sinks.Graphite;
using Weir.Export.Sinks.Influx;
using Weir.Export.Sinks.JsonFile;
using Weir.Export.Sinks.Librato;
using Weir.Export.Sinks.Loggly;
using Weir.Export.Sinks.Loki;
using Weir.Export.Sinks.Otlp;
using Weir.Export.Sinks.PagerDuty;
using Weir.Export.Sinks.RabbitMq;
using Weir.Export.Sinks.RemoteWrite;
using Weir.Export.Sinks.Slack;
using Weir.Export.Sinks.Splunk;
using Weir.Export.Sinks.Syslog;
using Weir.Export.Sinks.Teams;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks;

/// <summary>Every kind of sink there is.</summary>
public static class SinkTypes
{
    /// <summary>All, one a line.</summary>
    public static IReadOnlyList<ISinkType> All { get; } =
    [
        new AlertmanagerSinkType(),
        new ElasticSinkType(),
        new GraphiteSinkType(),
        new InfluxSinkType(),
        new JsonFileSinkType(),
        new LibratoSinkType(),
        new LogglySinkType(),
        new LokiSinkType(),
        new OtlpSinkType(),
        new PagerDutySinkType(),
        new RabbitMqSinkType(),
        new RemoteWriteSinkType(),
        new SlackSinkType(),
        new SplunkSinkType(),
        new SyslogSinkType(),
        new TeamsSinkType(),
        new WebhookSinkType(),
    ];

    /// <summary>The type of that name, or null.</summary>
    public static ISinkType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
