using System.Text;
using Weir.Analytics.Flows;
using Weir.Export.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Flows that are worth an event, with what the event says: what needs a script elsewhere, by name (<c>weir.presets</c>).</summary>
internal sealed record Preset
{
    /// <summary>Its name, which is its events' service too.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>How much its events matter.</summary>
    public required EventSeverity Severity { get; init; }

    /// <summary>Subject of its events; <c>{field}</c> stands for a field's value.</summary>
    public required string Subject { get; init; }

    /// <summary>Message of its events, written like the subject.</summary>
    public required string Message { get; init; }

    /// <summary>Field that gets the flow's name.</summary>
    public required string FlowField { get; init; }

    /// <summary>Fields that get the values of the keys, in their order.</summary>
    public required IReadOnlyList<string> KeyFields { get; init; }

    /// <summary>Its flows by name.</summary>
    public required IReadOnlyDictionary<string, FlowDefinition> Flows { get; init; }

    /// <summary>Puts field values into a text, once: what stands within a value is left alone. A field that is not there leaves nothing.</summary>
    public static string Fill(string template, IReadOnlyList<EventField> fields)
    {
        StringBuilder text = new();
        int at = 0;
        while (template.IndexOf('{', at) is int open and >= 0 && template.IndexOf('}', open) is int close and >= 0)
        {
            string name = template[(open + 1)..close];
            text.Append(template, at, open - at).Append(fields.FirstOrDefault(field => field.Name == name).Value);
            at = close + 1;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
