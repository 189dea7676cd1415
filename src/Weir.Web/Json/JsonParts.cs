using System.Text.Json;
using Weir.Analytics.Agents;
using Weir.Analytics.Queries;

namespace Weir.Web.Json;

/// <summary>Writes the answers of megabytes: row by row, with nothing that remains of a row once it is written.</summary>
/// <remarks>
/// Half a million objects and texts an answer would be collected with all threads stopped, those that receive datagrams too. The text is what
/// <see cref="ResultJson.Serialize"/> makes of the whole.
/// </remarks>
/// <param name="json">Layout and rules of the text.</param>
internal sealed class JsonParts(ResultJson json)
{
    private static readonly AgentText AgentMembers = new();
    private static readonly JsonEncodedText Agent = JsonEncodedText.Encode("agent");
    private static readonly JsonEncodedText DataSource = JsonEncodedText.Encode("dataSource");
    private static readonly JsonEncodedText MetricName = JsonEncodedText.Encode("metricName");
    private static readonly JsonEncodedText MetricValue = JsonEncodedText.Encode("metricValue");
    private static readonly JsonEncodedText LastUpdate = JsonEncodedText.Encode("lastUpdate");
    private static readonly JsonEncodedText TopKeys = JsonEncodedText.Encode("topKeys");

    /// <summary>Writes a list of <see cref="MetricCell"/>s.</summary>
    /// <returns>A step each time there is a piece to be sent, and none at the end.</returns>
    public IEnumerable<int> Rows(JsonPiece piece, IEnumerable<ReadOnlyMemory<DumpRow>> parts)
    {
        piece.Writer.WriteStartArray();
        foreach (ReadOnlyMemory<DumpRow> part in parts)
        {
            for (int i = 0; i < part.Length; i++)
            {
                Write(piece.Writer, in part.Span[i]);
                if (piece.IsDue)
                {
                    yield return i;
                }
            }
        }

        piece.Writer.WriteEndArray();
    }

    /// <summary>Writes a list of rows of <see cref="MetricCell"/>s.</summary>
    /// <returns>A step each time there is a piece to be sent, and none at the end.</returns>
    public IEnumerable<int> Table(JsonPiece piece, TableParts table)
    {
        piece.Writer.WriteStartArray();
        foreach (ReadOnlyMemory<DumpRow> part in table.Cells)
        {
            for (int i = 0; i < part.Length; i += table.Columns)
            {
                piece.Writer.WriteStartArray();
                foreach (ref readonly DumpRow cell in part.Span.Slice(i, table.Columns))
                {
                    WriteOrNull(piece.Writer, in cell);
                }

                piece.Writer.WriteEndArray();
                if (piece.IsDue)
                {
                    yield return i;
                }
            }
        }

        piece.Writer.WriteEndArray();
    }

    /// <summary>Writes an object with an <see cref="AgentInfo"/> for each agent.</summary>
    /// <returns>A step each time there is a piece to be sent, and none at the end.</returns>
    public static IEnumerable<int> Agents(JsonPiece piece, IEnumerable<IReadOnlyList<KeyValuePair<string, AgentInfo>>> parts)
    {
        piece.Writer.WriteStartObject();
        foreach (IReadOnlyList<KeyValuePair<string, AgentInfo>> part in parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                piece.Writer.WritePropertyName(part[i].Key);
                AgentMembers.Write(piece.Writer, part[i].Value);
                if (piece.IsDue)
                {
                    yield return i;
                }
            }
        }

        piece.Writer.WriteEndObject();
    }

    private void WriteOrNull(Utf8JsonWriter writer, in DumpRow cell)
    {
        if (cell.Agent is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            Write(writer, in cell);
        }
    }

    private void Write(Utf8JsonWriter writer, in DumpRow row)
    {
        writer.WriteStartObject();
        writer.WriteString(Agent, row.Agent);
        writer.WriteString(DataSource, row.DataSource);
        writer.WriteString(MetricName, row.MetricName);
        if (row.Value.Text is { } text)
        {
            writer.WriteString(MetricValue, text);
        }
        else if (double.IsFinite(row.Value.Number))
        {
            writer.WriteNumber(MetricValue, row.Value.Number);
        }
        else if (row.Value.IsNumber)
        {
            // As everywhere: JSON has no word for these numbers.
            writer.WriteNull(MetricValue);
        }

        writer.WriteNumber(LastUpdate, row.AgeMs);
        if (row.TopKeys is not null)
        {
            writer.WritePropertyName(TopKeys);
            json.Write(writer, row.TopKeys);
        }

        writer.WriteEndObject();
    }
}
