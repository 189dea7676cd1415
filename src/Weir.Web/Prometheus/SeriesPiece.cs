using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Web.Routing;

namespace Weir.Web.Prometheus;

/// <summary>Lines of the Prometheus text format 0.0.4 that were not sent on yet.</summary>
internal sealed class SeriesPiece : IReplyPiece
{
    private const int Bytes = 16 << 10;
    private const int NumberBytes = 32;

    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\n\"");

    // Room for the line that is being written too.
    private readonly ArrayBufferWriter<byte> _text = new(2 * Bytes);

    /// <summary>True when there is enough to be sent on.</summary>
    public bool IsDue => _text.WrittenCount >= Bytes;

    /// <summary>Adds text as it is.</summary>
    public void Add(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _text);

    /// <summary>Adds a label to a line.</summary>
    /// <param name="before">What stands before the name: a brace or a comma.</param>
    /// <param name="name">Name; letters only.</param>
    /// <param name="value">Value of any characters.</param>
    public void AddLabel(char before, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Add([before]);
        Add(name);
        Add("=\"");
        for (int next = value.IndexOfAny(Escaped); next >= 0; next = value.IndexOfAny(Escaped))
        {
            Add(value[..next]);
            Add(value[next] == '\n' ? "\\n" : ['\\', value[next]]);
            value = value[(next + 1)..];
        }

        Add(value);
        Add("\"");
    }

    /// <summary>Adds a line's value and ends the line.</summary>
    public void EndLine(double value)
    {
        Add("} ");
        if (double.IsFinite(value))
        {
            value.TryFormat(_text.GetSpan(NumberBytes), out int length, "R", CultureInfo.InvariantCulture);
            _text.Advance(length);
        }
        else
        {
            Add(ExpositionWriter.Number(value));
        }

        Add("\n");
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Take() => _text.WrittenMemory;

    /// <inheritdoc/>
    public void Clear() => _text.ResetWrittenCount();

    /// <inheritdoc/>
    public void Dispose() => _text.Clear();
}
