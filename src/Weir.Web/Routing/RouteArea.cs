namespace Weir.Web.Routing;

/// <summary>Which switch turns a route off.</summary>
internal enum RouteArea
{
    /// <summary>Health and metrics: always there.</summary>
    Operations,

    /// <summary>The REST API: off with <c>http.rest=no</c> where pages are off too; changes are refused with <c>http.readonly=yes</c>.</summary>
    Rest,

    /// <summary>Pages: off with <c>http.html=no</c>.</summary>
    Pages,

    /// <summary>Handlers of scripts: always there.</summary>
    Scripts,
}
