using System.Globalization;
using System.Text;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Attributes;

/// <summary>The AS_PATH of a route (RFC 4271 section 5.1.2, RFC 6793 section 4).</summary>
public sealed class AsPath
{
    private AsPath(IReadOnlyList<AsPathSegment> segments) => Segments = segments;

    /// <summary>The path of a route that this AS originates.</summary>
    public static AsPath Empty { get; } = new([]);

    /// <summary>Segments from the neighbour towards the origin.</summary>
    public IReadOnlyList<AsPathSegment> Segments { get; }

    /// <summary>The AS next to the receiver; 0 when the path is empty or starts with a set.</summary>
    public uint NeighborAs => Segments is [{ Type: AsPathSegment.Sequence, Numbers: [uint first, ..] }, ..] ? first : 0;

    /// <summary>The AS that originated the route; 0 when the path is empty or ends with a set.</summary>
    public uint OriginAs => Segments is [.., { Type: AsPathSegment.Sequence, Numbers: [.., uint last] }] ? last : 0;

    /// <summary>Path length as route selection counts it: a set counts one (RFC 4271 section 9.1.2.2).</summary>
    public int Length => Segments.Sum(static s => s.Type switch { AsPathSegment.Sequence => s.Numbers.Count, AsPathSegment.Set => 1, _ => 0 });

    /// <summary>A path of one sequence; an empty list gives <see cref="Empty"/>.</summary>
    public static AsPath FromSequence(params IReadOnlyList<uint> numbers) =>
        numbers.Count == 0 ? Empty : new AsPath([new AsPathSegment(AsPathSegment.Sequence, [.. numbers])]);

    /// <summary>A path of these segments.</summary>
    public static AsPath FromSegments(IReadOnlyList<AsPathSegment> segments) => new([.. segments]);

    /// <summary>Whether the value of an AS_PATH is well formed (RFC 7606 section 7.2).</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> value, bool fourOctets)
    {
        BgpReader reader = new(value);
        while (reader.Remaining > 0)
        {
            bool read = reader.TryReadByte(out byte type) & reader.TryReadByte(out byte count);
            if (!read || type is 0 or > AsPathSegment.LastKnownType || count == 0 || !reader.TryTake(count * (fourOctets ? 4 : 2), out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the value of an AS_PATH; a malformed one gives the segments before the fault.</summary>
    public static AsPath Read(ReadOnlySpan<byte> value, bool fourOctets)
    {
        List<AsPathSegment> segments = [];
        BgpReader reader = new(value);
        int size = fourOctets ? 4 : 2;
        while (reader.TryReadByte(out byte type) && reader.TryReadByte(out byte count) && reader.TryTake(count * size, out ReadOnlySpan<byte> body))
        {
            uint[] numbers = new uint[count];
            for (int i = 0; i < count; i++)
            {
                BgpReader one = new(body[(i * size)..]);
                uint wide = 0;
                ushort narrow = 0;
                bool read = fourOctets ? one.TryReadUInt32(out wide) : one.TryReadUInt16(out narrow);
                numbers[i] = read ? wide + narrow : 0;
            }

            segments.Add(new AsPathSegment(type, numbers));
        }

        return segments.Count == 0 ? Empty : new AsPath(segments);
    }

    /// <summary>Puts an AS in front, as a speaker does towards an external neighbour (RFC 4271 section 5.1.2).</summary>
    public AsPath Prepend(uint asNumber)
    {
        if (Segments is [{ Type: AsPathSegment.Sequence } first, ..] && first.Numbers.Count < 255)
        {
            return new AsPath([new AsPathSegment(AsPathSegment.Sequence, [asNumber, .. first.Numbers]), .. Segments.Skip(1)]);
        }

        return new AsPath([new AsPathSegment(AsPathSegment.Sequence, [asNumber]), .. Segments]);
    }

    /// <summary>Joins a path of two-octet numbers with the AS4_PATH that came beside it (RFC 6793 section 4.2.3).</summary>
    public AsPath Merge(AsPath fourOctetPath)
    {
        ArgumentNullException.ThrowIfNull(fourOctetPath);
        int missing = Length - fourOctetPath.Length;
        if (missing < 0 || fourOctetPath.Segments.Count == 0)
        {
            return this;
        }

        List<AsPathSegment> segments = [];
        foreach (AsPathSegment segment in Segments)
        {
            int counted = segment.Type == AsPathSegment.Set ? 1 : segment.Numbers.Count;
            if (missing <= 0)
            {
                break;
            }

            segments.Add(counted <= missing ? segment : segment with { Numbers = [.. segment.Numbers.Take(missing)] });
            missing -= counted;
        }

        return new AsPath([.. segments, .. fourOctetPath.Segments]);
    }

    /// <summary>Whether a number needs four octets, so that AS4_PATH must go along to a two-octet neighbour.</summary>
    public bool NeedsFourOctets => Segments.Any(static s => s.Numbers.Any(static n => n > ushort.MaxValue));

    /// <summary>Writes the value of the attribute.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="fourOctets">False writes AS_TRANS for numbers that do not fit (RFC 6793 section 4.2.2).</param>
    public void Write(ref BgpWriter writer, bool fourOctets)
    {
        foreach (AsPathSegment segment in Segments)
        {
            writer.WriteByte(segment.Type);
            writer.WriteByte((byte)segment.Numbers.Count);
            foreach (uint number in segment.Numbers)
            {
                if (fourOctets)
                {
                    writer.WriteUInt32(number);
                }
                else
                {
                    writer.WriteUInt16(number > ushort.MaxValue ? OpenMessage.AsTrans : (ushort)number);
                }
            }
        }
    }

    /// <summary>Parses numbers separated by blanks, commas or dashes; <c>{1,2}</c> is a set. Empty text is the empty path.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AsPath path)
    {
        List<AsPathSegment> segments = [];
        List<uint> run = [];
        path = Empty;
        bool inSet = false;
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            int end = at + 1;
            if (char.IsAsciiDigit(c))
            {
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                {
                    end++;
                }

                if (!uint.TryParse(text[at..end], NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
                {
                    return false;
                }

                run.Add(number);
            }
            else if (c is '{' or '}' && inSet == (c == '}'))
            {
                Flush(segments, run, inSet);
                inSet = !inSet;
            }
            else if (c is not (' ' or ',' or '-'))
            {
                return false;
            }

            at = end;
        }

        if (inSet || run.Count > 255)
        {
            return false;
        }

        Flush(segments, run, inSet: false);
        path = segments.Count == 0 ? Empty : new AsPath(segments);
        return true;
    }

    /// <summary>Numbers with blanks between; sets in braces with commas.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (AsPathSegment segment in Segments)
        {
            bool set = segment.Type is AsPathSegment.Set or AsPathSegment.LastKnownType;
            text.Append(text.Length == 0 ? "" : " ").Append(set ? "{" : "");
            text.AppendJoin(set ? ',' : ' ', segment.Numbers).Append(set ? "}" : "");
        }

        return text.ToString();
    }

    private static void Flush(List<AsPathSegment> segments, List<uint> run, bool inSet)
    {
        if (run.Count > 0)
        {
            segments.Add(new AsPathSegment(inSet ? AsPathSegment.Set : AsPathSegment.Sequence, [.. run]));
            run.Clear();
        }
    }
}
