using Microsoft.AspNetCore.Http;

namespace Weir.Web.Routing;

/// <summary>One way into the HTTP side. The same object is mapped, listed in OpenAPI and checked by the tests.</summary>
/// <param name="Method">GET, PUT, POST or DELETE; <see cref="AnyMethod"/> for all four.</param>
/// <param name="Pattern">ASP.NET Core route pattern.</param>
/// <param name="Tag">Group in OpenAPI.</param>
/// <param name="Summary">One line for OpenAPI.</param>
/// <param name="Area">Which switch turns it off.</param>
/// <param name="Handler">What it does.</param>
internal sealed record WebRoute(string Method, string Pattern, string Tag, string Summary, RouteArea Area, Func<Call, ValueTask<IResult>> Handler)
{
    /// <summary>Stands for every method a script handler may see.</summary>
    public const string AnyMethod = "*";

    private static readonly string[] GetMethods = ["GET", "HEAD"];
    private static readonly string[] ScriptMethods = ["GET", "HEAD", "PUT", "POST", "DELETE"];

    /// <summary>Segments of the pattern.</summary>
    public IReadOnlyList<string> Segments { get; } = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>HTTP methods to map.</summary>
    public IReadOnlyList<string> Methods => Method switch
    {
        "GET" => GetMethods,
        AnyMethod => ScriptMethods,
        _ => [Method],
    };

    /// <summary>True when a call changes definitions.</summary>
    public bool Modifies => Area == RouteArea.Rest && Method != "GET";

    /// <summary>True when an operator wants to know who called: definitions that change, events that go once more. Taking events in is no such thing.</summary>
    public bool IsAudited => Modifies && (Method != "POST" || Pattern.EndsWith("/resend", StringComparison.Ordinal));

    /// <summary>Status when it went well, for OpenAPI; null for 200 of a query and 204 of a change.</summary>
    public int? Success { get; init; }

    /// <summary>Query parameters for OpenAPI; empty when there are none.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];
}
