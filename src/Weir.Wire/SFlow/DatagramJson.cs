using System.Text.Json;
using Weir.Wire.SFlow.V4;

namespace Weir.Wire.SFlow;

/// <summary>Shows a whole datagram as one JSON object (sFlow v5, <c>sample_datagram_v5</c>): what <c>decode --json</c> prints.</summary>
/// <remarks>
/// The layout is described in <c>docs/wire/json.md</c>. Any bytes are taken: what cannot be read is named in <c>errors</c>, and a
/// damaged record, sample or datagram costs none of its neighbours. Allocates in proportion to the payload.
/// </remarks>
public static class DatagramJson
{
    /// <summary>Writes the object.</summary>
    /// <param name="json">Where to; a value is expected there.</param>
    /// <param name="payload">UDP payload.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(json);
        List<(string Where, DecodeError Reason)> errors = [];
        json.WriteStartObject();
        if (DatagramTranslator.IsOld(payload))
        {
            WriteOld(json, payload, errors);
        }
        else
        {
            bool read = Datagram.TryRead(payload, out Datagram datagram, out DecodeError error);
            Note(errors, "datagram", error);
            if (read)
            {
                WriteDatagram(json, datagram, errors);
            }
        }

        WriteErrors(json, errors);
        json.WriteEndObject();
    }

    private static void WriteOld(Utf8JsonWriter json, ReadOnlySpan<byte> payload, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = new DatagramTranslator().TryTranslate(payload, out ReadOnlySpan<byte> translated, out DecodeError error);
        Note(errors, "datagram", error);
        if (read && Datagram.TryRead(translated, out Datagram datagram, out _))
        {
            json.WriteNumber("version", XdrField.UInt32(payload, 0));
            WriteDatagram(json, datagram, errors);
        }
    }

    private static void WriteDatagram(Utf8JsonWriter json, scoped in Datagram datagram, List<(string Where, DecodeError Reason)> errors)
    {
        JsonFields.Address(json, "agent", datagram.Agent);
        json.WriteNumber("subAgentId", datagram.SubAgentId);
        json.WriteNumber("sequence", datagram.Sequence);
        json.WriteNumber("uptimeMs", datagram.UptimeMs);
        WriteSamples(json, datagram.Samples, errors);
    }

    private static void WriteSamples(Utf8JsonWriter json, SampleReader samples, List<(string Where, DecodeError Reason)> errors)
    {
        json.WriteStartArray("samples");
        int index = 0;
        while (samples.TryRead(out Sample sample))
        {
            json.WriteStartObject();
            json.WriteString("tag", DataFormat.ToText(sample.Tag));
            SampleJson.Write(json, sample, $"samples[{index}]", errors);
            json.WriteEndObject();
            index++;
        }

        json.WriteEndArray();
        Note(errors, $"samples[{index}]", samples.Error);
        if (samples.TrailingBytes > 0)
        {
            json.WriteNumber("trailingBytes", samples.TrailingBytes);
        }
    }

    private static void WriteErrors(Utf8JsonWriter json, List<(string Where, DecodeError Reason)> errors)
    {
        json.WriteStartArray("errors");
        foreach ((string where, DecodeError reason) in errors)
        {
            json.WriteStartObject();
            json.WriteString("where", where);
            json.WriteString("reason", reason.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Adds an error, unless there is none.</summary>
    internal static void Note(List<(string Where, DecodeError Reason)> errors, string where, DecodeError reason)
    {
        if (reason != DecodeError.None)
        {
            errors.Add((where, reason));
        }
    }
}
