using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Syslog;

/// <summary>Settings of a syslog sink.</summary>
public sealed record SyslogOptions
{
    private const int Local0 = 16;
    private const int MaxDatagram = 65_000; // What UDP over IPv4 carries, rounded down.

    /// <summary>The receiver's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port: 514; 6514 for TLS.</summary>
    public required int Port { get; init; }

    /// <summary>How messages travel.</summary>
    public SyslogTransport Transport { get; init; } = SyslogTransport.Udp;

    /// <summary>True: each message over a connection ends with a line feed; false: it begins with its length (RFC 6587 section 3.4.1).</summary>
    public bool LineFeeds { get; init; }

    /// <summary>What a batch over a connection must have shown.</summary>
    public SyslogConfirm Confirm { get; init; } = SyslogConfirm.Close;

    /// <summary>How messages are written.</summary>
    public SyslogFormat Format { get; init; } = SyslogFormat.Rfc5424;

    /// <summary>What stands behind the header.</summary>
    public SyslogBody Body { get; init; } = SyslogBody.Message;

    /// <summary>Facility, 0 to 23.</summary>
    public int Facility { get; init; } = Local0;

    /// <summary>APP-NAME or tag; null takes the event's service.</summary>
    public string? App { get; init; }

    /// <summary>HOSTNAME.</summary>
    public required string HostName { get; init; }

    /// <summary>SD-ID of the structured data that holds id, kind, subject and fields. 32473 is the number that RFC 5612 sets aside for examples.</summary>
    public string ElementId { get; init; } = "weir@32473";

    /// <summary>Whole structured data that replaces ours, brackets included; null writes ours.</summary>
    public string? FixedElement { get; init; }

    /// <summary>Whether a byte order mark stands before a text that is no ASCII (RFC 5424 section 6.4).</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Longest message, in bytes, header included.</summary>
    public int MaxBytes { get; init; } = 8_192;

    /// <summary>Certificates; null without TLS.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>For a batch, the connection included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For a connection, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    /// <param name="hostName">This machine's name, unless <c>hostname</c> says otherwise.</param>
    public static SyslogOptions Read(SinkSettings settings, string hostName)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SyslogTransport transport = Choose(settings, "transport", SyslogTransport.Udp, ("udp", SyslogTransport.Udp), ("tcp", SyslogTransport.Tcp), ("tls", SyslogTransport.Tls));
        SyslogFormat format = Choose(settings, "format", SyslogFormat.Rfc5424, ("rfc5424", SyslogFormat.Rfc5424), ("rfc3164", SyslogFormat.Rfc3164), ("sflow-rt", SyslogFormat.SflowRt));
        return new SyslogOptions
        {
            Host = settings.Required("host"),
            Port = settings.Number("port", transport == SyslogTransport.Tls ? 6_514 : 514, 1, ushort.MaxValue),
            Transport = transport,
            LineFeeds = Choose(settings, "framing", false, ("octets", false), ("lf", true)),
            Confirm = Choose(settings, "confirm", SyslogConfirm.Close, ("close", SyslogConfirm.Close), ("drained", SyslogConfirm.Drained), ("written", SyslogConfirm.Written)),
            Format = format,
            Body = Choose(
                settings, "body", SyslogBody.Message, ("message", SyslogBody.Message), ("json", SyslogBody.Json), ("cee", SyslogBody.Cee), ("keyvalue", SyslogBody.KeyValue)),
            Facility = settings.Number("facility", Local0, 0, 23),
            App = settings.TextOrNull("app"),
            HostName = settings.Text("hostname", hostName),
            ElementId = ReadElementId(settings),
            ByteOrderMark = settings.Flag("bom", false),
            MaxBytes = (int)Math.Clamp(settings.Bytes("max_bytes", 8_192), 480, transport == SyslogTransport.Udp ? MaxDatagram : 1_000_000),
            Tls = transport == SyslogTransport.Tls ? TlsSettings.Read(settings.Section("tls")) : null,
            Timeout = settings.Timeout("timeout", TimeSpan.FromSeconds(30)),
            ConnectTimeout = settings.Timeout("connect_timeout", TimeSpan.FromSeconds(5)),
        };
    }

    private static string ReadElementId(SinkSettings settings)
    {
        string id = settings.Text("sd_id", "weir@32473");
        if (!SyslogText.IsName(id, 32))
        {
            settings.Refuse("sd_id", "expected 1 to 32 printable ASCII characters without blanks, '=', ']' and '\"'");
        }

        return id;
    }

    private static T Choose<T>(SinkSettings settings, string name, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (settings.TextOrNull(name) is not { } text)
        {
            return otherwise;
        }

        List<string> words = [];
        foreach ((string word, T value) in choices)
        {
            if (text == word)
            {
                return value;
            }

            words.Add(word);
        }

        settings.Refuse(name, $"'{text}': expected one of {string.Join(", ", words)}");
        return otherwise;
    }
}
