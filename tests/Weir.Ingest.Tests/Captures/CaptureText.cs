using System.Globalization;
using Weir.Ingest.Captures;

namespace Weir.Ingest.Tests.Captures;

/// <summary>Reads a capture into lines of text.</summary>
internal static class CaptureText
{
    /// <summary>One line for each datagram: time, source, payload.</summary>
    public static List<string> Read(byte[] file, CaptureOptions? options = null) => Read(file, out _, options);

    public static List<string> Read(byte[] file, out CaptureStatistics statistics, CaptureOptions? options = null)
    {
        using CaptureReader reader = new(new MemoryStream(file), "test.pcap", options ?? new CaptureOptions());
        List<string> lines = [];
        while (reader.TryRead(out CaptureDatagram datagram))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{datagram.TimeUs} {datagram.Source} {Convert.ToHexStringLower(datagram.Payload)}"));
        }

        statistics = reader.Statistics();
        return lines;
    }
}
