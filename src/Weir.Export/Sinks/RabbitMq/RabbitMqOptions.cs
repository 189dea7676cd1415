using Weir.Export.Http;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary>Settings of a sink for RabbitMQ.</summary>
internal sealed record RabbitMqOptions
{
    /// <summary>Broker, virtual host and perhaps user: <c>amqps://user:password@host:5671/vhost</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>User; null: that of the address, or <c>guest</c>.</summary>
    public string? User { get; init; }

    /// <summary>Password.</summary>
    public string? Password { get; init; }

    /// <summary>Certificates.</summary>
    public required TlsSettings Tls { get; init; }

    /// <summary>Exchange; empty is the default one, where the routing key is a queue's name.</summary>
    public required string Exchange { get; init; }

    /// <summary>Kind of exchange that is declared; null declares none.</summary>
    public string? DeclareType { get; init; }

    /// <summary>Routing key.</summary>
    public required EventTemplate RoutingKey { get; init; }

    /// <summary>Whether an event for which no queue is bound is given up rather than dropped by the broker.</summary>
    public required bool Mandatory { get; init; }

    /// <summary>For connecting, and for the broker's word on a batch.</summary>
    public required TimeSpan Timeout { get; init; }
}
