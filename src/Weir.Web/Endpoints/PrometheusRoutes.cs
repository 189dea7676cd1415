using Microsoft.AspNetCore.Http;
using Weir.Analytics.Queries;
using Weir.Web.Prometheus;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Text for Prometheus: sFlow-RT's two pages, and our own <c>/metrics</c>.</summary>
internal static class PrometheusRoutes
{
    public static void Add(RouteTable routes)
    {
        routes.Section("prometheus");
        routes.Get("/prometheus/analyzer/txt", "Totals of the server in Prometheus text format", Analyzer);
        routes.Get("/prometheus/metrics/{agents}/{metrics}/txt", "Counter metrics in Prometheus text format; metrics may be ALL", Metrics);

        routes.Section("operations", RouteArea.Operations);
        routes.Get("/metrics", "Every counter, drop and bound of the server in Prometheus text format", Own);
    }

    private static IResult Analyzer(Call call)
    {
        ExpositionWriter writer = new(call.Web.Options.MetricType);
        foreach (AnalyzerReport.Number number in AnalyzerReport.Collect(call.Web))
        {
            string name = $"{call.Web.Options.MetricPrefix}analyzer_{number.Prometheus}";
            if (number.Grows)
            {
                writer.Counter(name, "", number.Value);
            }
            else
            {
                writer.Gauge(name, "", number.Value);
            }
        }

        return call.Text(writer.ToString(), ExpositionWriter.ContentType);
    }

    private static IResult Metrics(Call call)
    {
        SeriesText text = new(call.Engine, call.Web.Options, call.Path("agents"));
        IReadOnlyList<SeriesName> names = call.Engine.SeriesNames(MetricRoutes.Names(call.Path("metrics"), ',', ';'));
        return call.SeriesInParts(piece => text.Write(piece, names));
    }

    private static IResult Own(Call call)
    {
        ExpositionWriter writer = new(headers: true);
        EngineMetrics.Collect(call.Web, writer);
        foreach (IMetricSource source in call.Web.Services.MetricSources)
        {
            try
            {
                source.Collect(writer);
            }
            catch (Exception e)
            {
                // One part's fault must not blind the operator to all the others.
                call.Web.Counters.CountSourceFailure();
                WebLog.MetricSourceFailed(call.Web.Services.Logger, source.GetType().Name, e);
            }
        }

        return call.Text(writer.ToString(), ExpositionWriter.ContentType);
    }
}
