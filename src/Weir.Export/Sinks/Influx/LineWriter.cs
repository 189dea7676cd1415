using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Influx;

/// <summary>Writes lines of InfluxDB's line protocol: <c>measurement,tag=value field=value time</c>.</summary>
/// <remarks>
/// Escaped with a backslash: comma and blank in measurements; comma, equals sign and blank in tags and field names; quote and backslash in
/// texts. The backslash itself has no escape outside texts: one at the very end would escape what follows, so a blank is put behind it.
/// Control characters outside texts become blanks, since a line feed would end the line.
/// </remarks>
internal sealed class LineWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly StringBuilder _line = new();
    private bool _hasField;

    /// <summary>All lines that were ended.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Begins a line.</summary>
    public void Begin(string measurement)
    {
        _line.Clear();
        _hasField = false;

        // A line that begins with a hash is a comment.
        Escape(measurement.StartsWith('#') ? "_" + measurement[1..] : measurement, equals: false);
    }

    /// <summary>A tag of the line; one with an empty name or value cannot be written and is left out. Names in order, before any field.</summary>
    public void Tag(string name, string value)
    {
        if (name.Length > 0 && value.Length > 0)
        {
            _line.Append(',');
            Escape(name, equals: true);
            _line.Append('=');
            Escape(value, equals: true);
        }
    }

    /// <summary>A field that is a number with fraction.</summary>
    public void Field(string name, double value)
    {
        Name(name);
        _line.Append(value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>A field of an event. Whole numbers are written as numbers with fraction: a field may never change its type.</summary>
    public void Field(string name, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Null:
                break;
            case FieldKind.Integer or FieldKind.Number:
                Field(name, value.Number);
                break;
            case FieldKind.Boolean:
                Name(name);
                _line.Append(value.Boolean ? "true" : "false");
                break;
            default:
                Field(name, value.ToString());
                break;
        }
    }

    /// <summary>A field that is a text.</summary>
    public void Field(string name, string value)
    {
        Name(name);
        _line.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                _line.Append('\\');
            }

            _line.Append(c);
        }

        _line.Append('"');
    }

    /// <summary>Ends the line; one without a field is no line and is thrown away.</summary>
    /// <param name="time">In the precision that the request names.</param>
    public void End(long time)
    {
        if (_hasField)
        {
            _line.Append(' ').Append(time.ToString(CultureInfo.InvariantCulture)).Append('\n');
            Encoding.UTF8.GetBytes(_line.ToString(), _buffer);
        }
    }

    private void Name(string name)
    {
        _line.Append(_hasField ? ',' : ' ');
        _hasField = true;
        Escape(name, equals: true);
        _line.Append('=');
    }

    private void Escape(string text, bool equals)
    {
        if (text.Length == 0)
        {
            _line.Append('_');
        }

        foreach (char c in text)
        {
            char shown = char.IsControl(c) ? ' ' : c;
            if (shown is ',' or ' ' || (equals && shown == '='))
            {
                _line.Append('\\');
            }

            _line.Append(shown);
        }

        if (text.EndsWith('\\'))
        {
            _line.Append("\\ ");
        }
    }
}
