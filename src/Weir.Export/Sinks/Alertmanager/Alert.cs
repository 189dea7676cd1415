using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Alertmanager;

/// <summary>One alert as Alertmanager takes it.</summary>
/// <param name="Labels">Identity.</param>
/// <param name="Annotations">Everything else.</param>
/// <param name="StartNs">When it began, in ns since the epoch.</param>
/// <param name="EndNs">When it ended, or will have when nothing more is heard.</param>
internal sealed record Alert(
    IReadOnlyList<KeyValuePair<string, string>> Labels, IReadOnlyList<KeyValuePair<string, string>> Annotations, long StartNs, long EndNs)
{
    /// <summary>Alerts as a request's body.</summary>
    public static ReadOnlyMemory<byte> Encode(IEnumerable<Alert> alerts, string? generatorUrl)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body, EventJson.WriterOptions))
        {
            json.WriteStartArray();
            foreach (Alert alert in alerts)
            {
                json.WriteStartObject();
                WriteMap(json, "labels", alert.Labels);
                WriteMap(json, "annotations", alert.Annotations);
                json.WriteString("startsAt", EventTime.Format(alert.StartNs));
                json.WriteString("endsAt", EventTime.Format(alert.EndNs));
                if (generatorUrl is not null)
                {
                    json.WriteString("generatorURL", generatorUrl);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return body.ToArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>> map)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
