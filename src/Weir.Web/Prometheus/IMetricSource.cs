namespace Weir.Web.Prometheus;

/// <summary>A part of the server that has numbers to show in <c>/metrics</c>.</summary>
public interface IMetricSource
{
    /// <summary>Hands over every number as it is now. Called for every scrape, on any thread; must not block.</summary>
    void Collect(IMetricSink sink);
}
