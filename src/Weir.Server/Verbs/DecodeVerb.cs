using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Weir.Ingest;
using Weir.Ingest.Captures;
using Weir.Wire.SFlow;

namespace Weir.Server.Verbs;

/// <summary><c>decode FILE [--json]</c>: every datagram of a capture, whole content, one JSON object a line or indented for reading.</summary>
public static class DecodeVerb
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>Makes the command.</summary>
    public static Command Create(VerbContext context)
    {
        Argument<string> file = new("FILE") { Description = "capture of sFlow, pcap or pcapng" };
        Option<bool> json = new("--json") { Description = "one JSON object per datagram and line" };
        Option<bool> anyPort = new("--any-port") { Description = "take every UDP port whose payload looks like sFlow, not only sflow.port" };
        Command command = new("decode", "Print the datagrams of a capture") { file, json, anyPort };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file), parsed.GetValue(json), parsed.GetValue(anyPort)));
        return command;
    }

    private static int Run(VerbContext context, string file, bool json, bool anyPort)
    {
        CaptureOptions options = new() { Port = context.Properties.Number("sflow.port", 6343, 0, 65535), AnyPort = anyPort };
        ArrayBufferWriter<byte> buffer = new(1 << 16);
        using Stream output = Console.OpenStandardOutput();
        try
        {
            using CaptureReader reader = CaptureReader.Open(file, options);
            while (reader.TryRead(out CaptureDatagram datagram))
            {
                using (Utf8JsonWriter writer = new(buffer, json ? Compact : Indented))
                {
                    DatagramJson.Write(writer, datagram.Payload);
                }

                buffer.Write("\n"u8);
                output.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }

            Report(context, file, reader.Statistics());
        }
        catch (IngestException e)
        {
            throw new VerbException(e.Message);
        }
        catch (IOException)
        {
            // The reader of our output went away (for example `head`): nothing is left to do.
        }

        return ExitCode.Success;
    }

    private static void Report(VerbContext context, string file, CaptureStatistics statistics)
    {
        if (statistics.Datagrams == 0)
        {
            throw new VerbException($"{file} holds no datagram for UDP port {context.Properties.Text("sflow.port", "6343")} among {statistics.Packets} packets (try --any-port)");
        }

        if (statistics.EndsTruncated)
        {
            context.Error.WriteLine($"weir: {file} ends inside a packet; what came before was decoded");
        }
    }
}
