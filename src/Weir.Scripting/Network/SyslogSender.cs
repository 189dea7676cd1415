using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Network;

/// <summary>Sends syslog messages over UDP, one datagram a message (RFC 3164 section 4.1 or RFC 5424 section 6, RFC 5426).</summary>
internal sealed class SyslogSender(ScriptOptions options, TimeProvider time)
{
    private const string Tag = "weir";
    private const int Port = 514;
    private const int Local0 = 16;
    private const int Notice = 5;
    private const int MaxMessage = 65_000; // What UDP over IPv4 carries, rounded down.

    private static readonly string Host = Dns.GetHostName();

    /// <summary>Sends one message.</summary>
    /// <exception cref="CallException">The host cannot be resolved, a number is out of range, or the message is too long.</exception>
    public void Send(string server, double? port, double? facility, double? severity, JsonElement fields)
    {
        int target = Within(port, Port, 1, ushort.MaxValue, "port");
        int priority = (Within(facility, Local0, 0, 23, "facility") * 8) + Within(severity, Notice, 0, 7, "severity");
        byte[] message = Encoding.UTF8.GetBytes(Header(priority) + Body(fields));
        if (message.Length > MaxMessage)
        {
            throw new CallException(string.Create(CultureInfo.InvariantCulture, $"syslog: {message.Length} bytes do not fit one datagram"));
        }

        try
        {
            IPAddress address = AddressResolver.Resolve(server);
            using Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo(message, new IPEndPoint(address, target));
        }
        catch (SocketException e)
        {
            throw new CallException($"syslog {server}: {e.Message}");
        }
    }

    private string Header(int priority)
    {
        DateTimeOffset now = time.GetLocalNow();
        return options.SyslogFormat == SyslogFormat.Rfc5424
            ? string.Create(CultureInfo.InvariantCulture, $"<{priority}>1 {now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Host} {Tag} - - - ")
            : string.Create(CultureInfo.InvariantCulture, $"<{priority}>{now:MMM} {now.Day,2} {now:HH:mm:ss} {Host} {Tag}: ");
    }

    private string Body(JsonElement fields)
    {
        if (options.SyslogBody == SyslogBody.Json || fields.ValueKind != JsonValueKind.Object)
        {
            return fields.ValueKind == JsonValueKind.Undefined ? "{}" : fields.GetRawText();
        }

        return string.Join(' ', fields.EnumerateObject().Select(f => $"{f.Name}={Quoted(CallArguments.AsText(f.Value) ?? "")}"));
    }

    private static string Quoted(string value) =>
        value.Length > 0 && !value.AsSpan().ContainsAny(" \"=") ? value : $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static int Within(double? value, int fallback, int min, int max, string what) =>
        value is null ? fallback
        : value >= min && value <= max ? (int)value
        : throw new CallException(string.Create(CultureInfo.InvariantCulture, $"syslog: {value} is not a {what} from {min} to {max}"));
}
