namespace Weir.Web.Scripts;

/// <summary>How a script took a request.</summary>
public enum ScriptOutcome
{
    /// <summary>The handler returned a value: 200.</summary>
    Value,

    /// <summary>The handler returned nothing: 204.</summary>
    Nothing,

    /// <summary>The handler threw a string: 404 for <c>not_found</c>, 400 for <c>bad_request</c>, 503 for <c>service_unavailable</c>, else 500.</summary>
    Thrown,

    /// <summary>The handler failed with an error of another kind: 500.</summary>
    Failed,

    /// <summary>There is no such script, or it has no handler: 404.</summary>
    NoHandler,

    /// <summary>The script is starting, stopped, or has too many requests waiting: 503.</summary>
    Unavailable,

    /// <summary>The handler did not answer in time: 504.</summary>
    TimedOut,
}
