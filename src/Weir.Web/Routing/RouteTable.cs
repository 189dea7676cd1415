using Microsoft.AspNetCore.Http;

namespace Weir.Web.Routing;

/// <summary>Collects the routes of the parts.</summary>
internal sealed class RouteTable
{
    private readonly List<WebRoute> _routes = [];
    private string _tag = "server";
    private RouteArea _area = RouteArea.Rest;

    /// <summary>The routes so far.</summary>
    public IReadOnlyList<WebRoute> Routes => _routes;

    /// <summary>Sets group and switch of the routes that follow.</summary>
    public void Section(string tag, RouteArea area = RouteArea.Rest)
    {
        _tag = tag;
        _area = area;
    }

    /// <summary>A query.</summary>
    public void Get(string pattern, string summary, Func<Call, IResult> handler, params string[] query) =>
        Add("GET", pattern, summary, call => ValueTask.FromResult(handler(call)), query);

    /// <summary>A query that may wait.</summary>
    public void GetAsync(string pattern, string summary, Func<Call, ValueTask<IResult>> handler, params string[] query) =>
        Add("GET", pattern, summary, handler, query);

    /// <summary>A definition that is set; POST does the same, as scripts of old expect.</summary>
    public void Put(string pattern, string summary, Func<Call, ValueTask<IResult>> handler)
    {
        Add("PUT", pattern, summary, handler, []);
        Add("POST", pattern, summary + " (same as PUT)", handler, []);
    }

    /// <summary>Something that is done, with an answer.</summary>
    public void Post(string pattern, string summary, Func<Call, ValueTask<IResult>> handler, int success) =>
        _routes.Add(new WebRoute("POST", pattern, _tag, summary, _area, handler) { Success = success });

    /// <summary>A definition that is removed.</summary>
    public void Delete(string pattern, string summary, Func<Call, IResult> handler) =>
        Add("DELETE", pattern, summary, call => ValueTask.FromResult(handler(call)), []);

    /// <summary>Every method.</summary>
    public void Any(string pattern, string summary, Func<Call, ValueTask<IResult>> handler) =>
        Add(WebRoute.AnyMethod, pattern, summary, handler, []);

    private void Add(string method, string pattern, string summary, Func<Call, ValueTask<IResult>> handler, string[] query) =>
        _routes.Add(new WebRoute(method, pattern, _tag, summary, _area, handler) { Query = query });
}
