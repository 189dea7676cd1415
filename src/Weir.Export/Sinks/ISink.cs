namespace Weir.Export.Sinks;

/// <summary>A place to which events or metrics are delivered. Used by one caller at a time.</summary>
/// <remarks>An implementation knows its receiver's protocol and nothing of queues, retries or order: those are the delivery's.</remarks>
public interface ISink : IAsyncDisposable
{
    /// <summary>What one request may hold at most.</summary>
    SinkLimits Limits { get; }
}
