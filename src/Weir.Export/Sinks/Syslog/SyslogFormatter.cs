using System.Globalization;
using System.Text;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Syslog;

/// <summary>Writes events as syslog messages, without the framing of a connection.</summary>
/// <remarks>
/// A message longer than allowed loses fields from the end until it fits, which is counted in <c>left_out</c>, and then the end of its line.
/// </remarks>
public sealed class SyslogFormatter
{
    private const int Notice = 5;
    private const int MaxApp = 48; // RFC 5424 section 6: APP-NAME, MSGID, HOSTNAME and PARAM-NAME.
    private const int MaxMessageId = 32;
    private const int MaxHost = 255;
    private const int MaxName = 32;
    private const string CutMark = " [cut]";
    private const string Cookie = "@cee: ";

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly SyslogOptions _options;
    private readonly TimeZoneInfo _zone;

    /// <summary>A formatter.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="zone">Time zone of RFC 3164's times, which say none.</param>
    public SyslogFormatter(SyslogOptions options, TimeZoneInfo zone)
    {
        _options = options;
        _zone = zone;
    }

    /// <summary>The message for an event, at most <see cref="SyslogOptions.MaxBytes"/> long.</summary>
    public byte[] Format(WeirEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        int fields = item.Fields.Count;
        byte[] whole = Write(item, fields, item.Message);

        // Halving finds a number that fits in a few steps; the last fields of an event matter least.
        while (whole.Length > _options.MaxBytes && fields > 0)
        {
            fields /= 2;
            whole = Write(item, fields, item.Message);
        }

        if (whole.Length <= _options.MaxBytes)
        {
            return whole;
        }

        // Escapes within JSON can double a text, so that what is cut away is counted in those bytes too.
        int room = Encoding.UTF8.GetByteCount(item.Message) - (whole.Length - _options.MaxBytes) - CutMark.Length;
        byte[] cut = Write(item, fields, SyslogText.Fit(item.Message, room) + CutMark);
        return cut.Length <= _options.MaxBytes ? cut : cut[.._options.MaxBytes];
    }

    private byte[] Write(WeirEvent item, int fields, string message)
    {
        int severity = _options.Format == SyslogFormat.SflowRt ? Notice : SeverityNames.Syslog(item.Severity);
        StringBuilder text = new(256);
        text.Append(CultureInfo.InvariantCulture, $"<{(_options.Facility * 8) + severity}>");
        if (_options.Format == SyslogFormat.Rfc5424)
        {
            AppendHeader(text, item);
            AppendElement(text, item, fields);
            text.Append(' ');
        }
        else
        {
            AppendOldHeader(text, item);
        }

        byte[] header = Encoding.UTF8.GetBytes(text.ToString());
        byte[] body = Body(item, fields, message);
        return _options.ByteOrderMark && _options.Format == SyslogFormat.Rfc5424 && body.Any(b => b > 0x7F) ? [.. header, .. Mark, .. body] : [.. header, .. body];
    }

    private void AppendHeader(StringBuilder text, WeirEvent item) => text
        .Append("1 ")
        .Append(FlatJson.Stamp(item.TimeNs)).Append(' ')
        .Append(SyslogText.Word(_options.HostName, MaxHost)).Append(' ')
        .Append(SyslogText.Word(_options.App ?? item.Service, MaxApp)).Append(" - ")
        .Append(SyslogText.Word(item.Kind, MaxMessageId)).Append(' ');

    private void AppendOldHeader(StringBuilder text, WeirEvent item)
    {
        DateTime local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(item.TimeNs / 100), _zone).DateTime;
        string tag = _options.App ?? (_options.Format == SyslogFormat.SflowRt ? "weir" : item.Service);
        text.Append(CultureInfo.InvariantCulture, $"{local:MMM} {local.Day,2} {local:HH:mm:ss} {SyslogText.Word(_options.HostName, MaxHost)} {SyslogText.Tag(tag)}: ");
    }

    private void AppendElement(StringBuilder text, WeirEvent item, int fields)
    {
        if (_options.FixedElement is { } element)
        {
            text.Append(element);
            return;
        }

        text.Append('[').Append(_options.ElementId);
        HashSet<string> names = new(StringComparer.Ordinal);
        AppendParameter(text, names, "id", item.Id);
        AppendParameter(text, names, "kind", item.Kind);
        AppendParameter(text, names, "subject", item.Subject);
        if (_options.Body == SyslogBody.Message)
        {
            foreach (EventField field in item.Fields.Take(fields))
            {
                AppendParameter(text, names, field.Name, field.Value.ToString());
            }

            if (fields < item.Fields.Count)
            {
                AppendParameter(text, names, "left_out", (item.Fields.Count - fields).ToString(CultureInfo.InvariantCulture));
            }
        }

        text.Append(']');
    }

    private static void AppendParameter(StringBuilder text, HashSet<string> names, string name, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        string legal = SyslogText.Name(name, MaxName);
        string unique = legal;
        for (int i = 2; !names.Add(unique); i++)
        {
            string suffix = string.Create(CultureInfo.InvariantCulture, $"_{i}");
            unique = SyslogText.Name(legal, MaxName - suffix.Length) + suffix;
        }

        text.Append(' ').Append(unique).Append("=\"");
        SyslogText.AppendValue(text, value);
        text.Append('"');
    }

    private byte[] Body(WeirEvent item, int fields, string message)
    {
        if (_options.Format == SyslogFormat.SflowRt)
        {
            return FlatJson.FieldsOnly(item, fields).ToArray();
        }

        switch (_options.Body)
        {
            case SyslogBody.Json:
                return FlatJson.ToBytes(item with { Message = message }, noDots: _options.FixedElement is not null, fields).ToArray();
            case SyslogBody.Cee:
                return [.. Encoding.ASCII.GetBytes(Cookie), .. FlatJson.ToBytes(item with { Message = message }, noDots: false, fields).Span];
            case SyslogBody.KeyValue:
                return Encoding.UTF8.GetBytes(SyslogText.Line(message) + KeyValues(item, fields));
            default:
                return Encoding.UTF8.GetBytes(SyslogText.Line(message));
        }
    }

    private static string KeyValues(WeirEvent item, int fields)
    {
        StringBuilder text = new();
        foreach (EventField field in item.Fields.Take(fields))
        {
            string value = SyslogText.Line(field.Value.ToString());
            bool plain = value.Length > 0 && !value.AsSpan().ContainsAny(" \"=");
            text.Append(' ').Append(SyslogText.Name(field.Name, MaxName)).Append('=');
            text.Append(plain ? value : $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        if (fields < item.Fields.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $" left_out={item.Fields.Count - fields}");
        }

        return text.ToString();
    }
}
