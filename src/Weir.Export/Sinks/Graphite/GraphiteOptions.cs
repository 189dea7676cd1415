namespace Weir.Export.Sinks.Graphite;

/// <summary>Settings of a sink for Graphite.</summary>
internal sealed record GraphiteOptions
{
    /// <summary>Name or address of the receiver.</summary>
    public required string Host { get; init; }

    /// <summary>Its port for plain text.</summary>
    public required int Port { get; init; }

    /// <summary>Beginning of every name, with its dot.</summary>
    public required string Prefix { get; init; }

    /// <summary>True: <c>name;tag=value</c>; false: <c>value.value.name</c>.</summary>
    public required bool Tagged { get; init; }

    /// <summary>True: each request has its own connection and counts as arrived when the receiver has closed it after us.</summary>
    public required bool Confirm { get; init; }

    /// <summary>For connecting, and for a request.</summary>
    public required TimeSpan Timeout { get; init; }
}
