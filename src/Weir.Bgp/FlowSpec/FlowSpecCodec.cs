using System.Buffers.Binary;
using System.Numerics;
using Weir.Bgp.Addressing;

namespace Weir.Bgp.FlowSpec;

/// <summary>
/// The wire form of flow specifications (RFC 8955 section 4, RFC 8956 section 3).
/// <code>
/// length: 1 octet below 240, else 2 octets 0xFnnn | (component type 1 | component)*
/// </code>
/// Values take the shortest length form their field allows; components go in ascending type order.
/// </summary>
public static class FlowSpecCodec
{
    /// <summary>The longest NLRI this speaker sends, so that it fits a message of 4096 octets beside its attributes.</summary>
    public const int MaxNlriLength = 3000;

    private const int ShortLengthLimit = 240;
    private const byte EndOfList = 0x80;
    private const byte AndBit = 0x40;

    /// <summary>Takes the octets of one NLRI after its length; false when the length does not fit.</summary>
    public static bool TryTakeNlri(ref BgpReader reader, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (!reader.TryReadByte(out byte first))
        {
            return false;
        }

        int length = first;
        if (first >= ShortLengthLimit)
        {
            if (!reader.TryReadByte(out byte second))
            {
                return false;
            }

            length = ((first & 0x0F) << 8) | second;
        }

        return reader.TryTake(length, out body);
    }

    /// <summary>Reads one NLRI, length included.</summary>
    /// <param name="nlri">Exactly one NLRI.</param>
    /// <param name="isV6">Whether the family is IPv6.</param>
    /// <param name="rule">The rule, when true is returned.</param>
    /// <param name="error">Why not, when false is returned.</param>
    public static bool TryRead(ReadOnlySpan<byte> nlri, bool isV6, out FlowSpecRule? rule, out FlowSpecError error)
    {
        rule = null;
        BgpReader outer = new(nlri);
        if (!TryTakeNlri(ref outer, out ReadOnlySpan<byte> body) || outer.Remaining > 0)
        {
            error = FlowSpecError.BadLength;
            return false;
        }

        List<FlowSpecComponent> components = [];
        BgpReader reader = new(body);
        FlowSpecComponentType last = FlowSpecComponentType.None;
        while (reader.TryReadByte(out byte raw))
        {
            FlowSpecComponentType type = (FlowSpecComponentType)raw;
            error = CheckType(type, last, isV6);
            if (error == FlowSpecError.None)
            {
                error = ReadComponent(ref reader, type, isV6, components);
            }

            if (error != FlowSpecError.None)
            {
                return false;
            }

            last = type;
        }

        error = components.Count == 0 ? FlowSpecError.Empty : FlowSpecError.None;
        rule = components.Count == 0 ? null : new FlowSpecRule(isV6, components);
        return rule is not null;
    }

    /// <summary>Writes one NLRI, length included; false when it is longer than <see cref="MaxNlriLength"/>.</summary>
    public static bool TryWrite(FlowSpecRule rule, ref BgpWriter writer)
    {
        ArgumentNullException.ThrowIfNull(rule);
        BgpWriter body = new(new byte[MaxNlriLength]);
        foreach (FlowSpecComponent component in rule.Components)
        {
            body.WriteByte((byte)component.Type);
            if (component.IsPrefix)
            {
                WritePrefix(ref body, component, rule.IsV6);
            }
            else
            {
                WriteTerms(ref body, component);
            }
        }

        if (body.Overflowed)
        {
            return false;
        }

        if (body.Position < ShortLengthLimit)
        {
            writer.WriteByte((byte)body.Position);
        }
        else
        {
            writer.WriteUInt16((ushort)(0xF000 | body.Position));
        }

        writer.Write(body.Written);
        return !writer.Overflowed;
    }

    private static FlowSpecError CheckType(FlowSpecComponentType type, FlowSpecComponentType last, bool isV6)
    {
        FlowSpecComponentType highest = isV6 ? FlowSpecComponentType.FlowLabel : FlowSpecComponentType.Fragment;
        if (type == FlowSpecComponentType.None || type > highest)
        {
            return FlowSpecError.UnknownComponent;
        }

        return type <= last ? FlowSpecError.BadOrder : FlowSpecError.None;
    }

    private static FlowSpecError ReadComponent(ref BgpReader reader, FlowSpecComponentType type, bool isV6, List<FlowSpecComponent> components)
    {
        if (type is FlowSpecComponentType.Destination or FlowSpecComponentType.Source)
        {
            return isV6 ? ReadPrefix6(ref reader, type, components) : ReadPrefix4(ref reader, type, components);
        }

        int operators = type is FlowSpecComponentType.TcpFlags or FlowSpecComponentType.Fragment ? FlowSpecTerm.Not | FlowSpecTerm.MatchAll : 7;
        List<FlowSpecTerm> terms = [];
        while (reader.TryReadByte(out byte op))
        {
            if (!reader.TryTake(1 << ((op >> 4) & 3), out ReadOnlySpan<byte> bytes))
            {
                return FlowSpecError.Truncated;
            }

            ulong value = 0;
            foreach (byte octet in bytes)
            {
                value = (value << 8) | octet;
            }

            // RFC 8955 sections 4.2.1.1 and 4.2.1.2: the AND bit of the first operator counts as unset, reserved bits are ignored.
            terms.Add(new FlowSpecTerm((op & AndBit) != 0 && terms.Count > 0, (byte)(op & operators), value));
            if ((op & EndOfList) != 0)
            {
                components.Add(FlowSpecComponent.FromTerms(type, terms));
                return FlowSpecError.None;
            }
        }

        return FlowSpecError.Truncated;
    }

    private static FlowSpecError ReadPrefix4(ref BgpReader reader, FlowSpecComponentType type, List<FlowSpecComponent> components)
    {
        if (!reader.Rest.IsEmpty && reader.Rest[0] > 32)
        {
            return FlowSpecError.BadPrefix;
        }

        if (!IpPrefix.TryRead(ref reader, isV6: false, out IpPrefix prefix))
        {
            return FlowSpecError.Truncated;
        }

        components.Add(FlowSpecComponent.FromPrefix(type, prefix));
        return FlowSpecError.None;
    }

    // RFC 8956 section 3.1: length, offset, and the bits from the offset to the length, padded to octets.
    private static FlowSpecError ReadPrefix6(ref BgpReader reader, FlowSpecComponentType type, List<FlowSpecComponent> components)
    {
        if (!reader.TryReadByte(out byte length) || !reader.TryReadByte(out byte offset))
        {
            return FlowSpecError.Truncated;
        }

        if (length > 128 || (offset >= length && !(offset == 0 && length == 0)))
        {
            return FlowSpecError.BadPrefix;
        }

        if (!reader.TryTake((length - offset + 7) / 8, out ReadOnlySpan<byte> pattern))
        {
            return FlowSpecError.Truncated;
        }

        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        pattern.CopyTo(padded);
        UInt128 bits = BinaryPrimitives.ReadUInt128BigEndian(padded) >> offset;
        components.Add(FlowSpecComponent.FromPrefix(type, new IpPrefix(bits & IpPrefix.Mask(length), length, true), offset));
        return FlowSpecError.None;
    }

    private static void WritePrefix(ref BgpWriter writer, FlowSpecComponent component, bool isV6)
    {
        if (!isV6)
        {
            component.Prefix.Write(ref writer);
            return;
        }

        writer.WriteByte(component.Prefix.Length);
        writer.WriteByte(component.Offset);
        Span<byte> pattern = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(pattern, component.Prefix.Bits << component.Offset);
        writer.Write(pattern[..((component.Prefix.Length - component.Offset + 7) / 8)]);
    }

    private static void WriteTerms(ref BgpWriter writer, FlowSpecComponent component)
    {
        for (int i = 0; i < component.Terms.Count; i++)
        {
            FlowSpecTerm term = component.Terms[i];
            int form = LengthForm(component.Type, term.Value);
            bool and = term.And && i > 0;
            bool end = i == component.Terms.Count - 1;
            writer.WriteByte((byte)((end ? EndOfList : 0) | (and ? AndBit : 0) | (form << 4) | (term.Operator & 7)));
            WriteValue(ref writer, term.Value, form);
        }
    }

    // The flow label has a length form of its own (RFC 8956 section 3.7); for the rest the shortest that holds the value.
    private static int LengthForm(FlowSpecComponentType type, ulong value)
    {
        int octets = value == 0 ? 1 : (BitOperations.Log2(value) / 8) + 1;
        int form = octets <= 1 ? 0 : octets <= 2 ? 1 : octets <= 4 ? 2 : 3;
        return type == FlowSpecComponentType.FlowLabel ? Math.Max(form, 2) : form;
    }

    private static void WriteValue(ref BgpWriter writer, ulong value, int form)
    {
        switch (form)
        {
            case 0:
                writer.WriteByte((byte)value);
                break;
            case 1:
                writer.WriteUInt16((ushort)value);
                break;
            case 2:
                writer.WriteUInt32((uint)value);
                break;
            default:
                writer.WriteUInt64(value);
                break;
        }
    }
}
