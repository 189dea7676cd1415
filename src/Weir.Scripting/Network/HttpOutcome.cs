using System.Text.Json.Serialization;

namespace Weir.Scripting.Network;

/// <summary>What came of an HTTP request: a script's <c>response</c> or <c>error</c> object.</summary>
/// <param name="Status">HTTP status; 0 when there was no response.</param>
/// <param name="Url">URL as the script wrote it.</param>
/// <param name="Headers">Response headers by lower-case name.</param>
/// <param name="Body">Body as text.</param>
/// <param name="Message">What happened, in words.</param>
internal sealed record HttpOutcome(int Status, string Url, IReadOnlyDictionary<string, string> Headers, string Body, string Message)
{
    /// <summary>True for a final 2xx or 3xx.</summary>
    [JsonIgnore]
    public bool IsSuccess => Status is >= 200 and < 400;

    public static HttpOutcome Failure(string url, string message) => new(0, url, new Dictionary<string, string>(), "", message);
}
