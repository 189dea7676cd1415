using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Analytics;
using Weir.Web.Json;

namespace Weir.Web.Routing;

/// <summary>One request on its way through a handler: parameters, body, and what was wrong with them.</summary>
internal sealed class Call(HttpContext http, WebRoute route, WebRuntime web)
{
    private readonly List<Diagnostic> _problems = [];
    private string[]? _segments;

    public HttpContext Http { get; } = http;

    public WebRoute Route { get; } = route;

    public WebRuntime Web { get; } = web;

    public AnalyticsEngine Engine => Web.Engine;

    /// <summary>Components of the path as the client wrote it, decoded one by one.</summary>
    public string[] Segments => _segments ??= RawPath.Split(Http);

    /// <summary>Value of a path parameter, decoded.</summary>
    public string Path(string name)
    {
        string decoded = Http.Request.RouteValues[name] as string ?? "";
        if (!decoded.Contains("%2F", StringComparison.OrdinalIgnoreCase) || Segments.Length != Route.Segments.Count)
        {
            return decoded;
        }

        for (int i = 0; i < Route.Segments.Count; i++)
        {
            if (Route.Segments[i] == $"{{{name}}}")
            {
                return Segments[i];
            }
        }

        return decoded;
    }

    /// <summary>First value of a query parameter; null when it is not given or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name] is [{ Length: > 0 } first, ..] ? first : null;

    /// <summary>All values of a query parameter; one that holds commas is a list.</summary>
    public IReadOnlyList<string> QueryList(string name) =>
        [.. Http.Request.Query[name].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Every query parameter with its values, those in <paramref name="except"/> left out.</summary>
    public Dictionary<string, IReadOnlyList<string>> QueryAll(params ReadOnlySpan<string> except)
    {
        Dictionary<string, IReadOnlyList<string>> all = [];
        foreach ((string name, StringValues values) in Http.Request.Query)
        {
            if (name.Length > 0 && !except.Contains(name))
            {
                all[name] = [.. values.Select(v => v ?? "")];
            }
        }

        return all;
    }

    /// <summary>A whole number of the query; noted as a problem when it is none or outside the range.</summary>
    public long QueryInteger(string name, long fallback, long lowest = 0, long highest = int.MaxValue)
    {
        if (Query(name) is not { } text)
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= lowest)
        {
            return Math.Min(value, highest);
        }

        _problems.Add(new Diagnostic(name, FormattableString.Invariant($"'{text}' is no whole number of at least {lowest}")));
        return fallback;
    }

    /// <summary>A number of the query; noted as a problem when it is none or below <paramref name="lowest"/>.</summary>
    public double QueryNumber(string name, double fallback, double lowest = double.MinValue)
    {
        if (Query(name) is not { } text)
        {
            return fallback;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= lowest)
        {
            return value;
        }

        _problems.Add(new Diagnostic(name, $"'{text}' is no number{(lowest == 0 ? " of at least 0" : "")}"));
        return fallback;
    }

    /// <summary>A query parameter that must be there.</summary>
    public string QueryRequired(string name)
    {
        if (Http.Request.Query[name] is [{ } value, ..])
        {
            return value;
        }

        _problems.Add(new Diagnostic(name, "this query parameter is missing"));
        return "";
    }

    /// <summary>Notes something that is wrong with the request.</summary>
    public void Note(string path, string message) => _problems.Add(new Diagnostic(path, message));

    /// <summary>True with an answer that lists every problem, when there are any.</summary>
    public bool IsRefused([NotNullWhen(true)] out IResult? reply)
    {
        reply = _problems.Count == 0 ? null : this.BadRequest(_problems[0].ToString(), _problems);
        return reply is not null;
    }

    /// <summary>The body as lenient JSON, whatever its content type; null with an answer when there is none to be had.</summary>
    public async ValueTask<(JsonDocument? Body, IResult? Refusal)> ReadJsonAsync()
    {
        if (await RequestBody.ReadAsync(this) is not { } bytes)
        {
            return (null, RequestBody.TooLarge(this));
        }

        if (RequestBody.TryParseLenient(Http.Request.ContentType, bytes, out JsonDocument? document, out JsonProblem problem))
        {
            return (document, null);
        }

        Diagnostic diagnostic = new(problem.Path, problem.Message);
        return (null, this.BadRequest($"the body is no JSON: {diagnostic}", [diagnostic]));
    }
}
