using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>An event that Loggly keeps.</summary>
/// <param name="Tags">Tags of the request.</param>
/// <param name="Text">The event as it came.</param>
/// <param name="Json">Its fields when it is a JSON object; undefined when it is text.</param>
public sealed record LogglyEvent(IReadOnlyList<string> Tags, string Text, JsonElement Json);
