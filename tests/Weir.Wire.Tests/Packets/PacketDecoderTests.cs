using System.Text;
using System.Text.Json;
using Weir.Testing;
using Weir.Testing.Packets;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.Packets.Fields;

namespace Weir.Wire.Tests.Packets;

/// <summary>The walk over sampled headers: every vector, cut anywhere, padded, nested too deep, and random bytes.</summary>
public sealed class PacketDecoderTests
{
    public static TheoryData<string> Names => [.. PacketVectors.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_Vector_GivesItsStack(string name)
    {
        PacketVector vector = PacketVectors.All[name];
        PacketHeaders packet = Decode(vector.Bytes, vector.Protocol);
        Assert.Equal(vector.Stack, Stack(ref packet));
        Assert.False(packet.IsTruncated);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_VectorCutAnywhere_KeepsWhatWasRead(string name)
    {
        PacketVector vector = PacketVectors.All[name];
        PacketHeaders whole = Decode(vector.Bytes, vector.Protocol);
        for (int length = 0; length < vector.Bytes.Length; length++)
        {
            // Bytes behind the cut must not be looked at: 0xff there would show.
            byte[] guarded = [.. vector.Bytes.AsSpan(0, length), .. Enumerable.Repeat((byte)0xff, 64)];
            ReadOnlySpan<byte> cut = guarded.AsSpan(0, length);
            PacketHeaders packet = Decode(cut, vector.Protocol);
            Assert.True(packet.Count <= whole.Count, $"{packet.Count} headers at length {length}");
            for (int i = 0; i < packet.Count; i++)
            {
                AssertPartOf(cut, packet[i], vector.Bytes, whole[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_PaddedEthernetFrame_IgnoresPadding(string name)
    {
        PacketVector vector = PacketVectors.All[name];
        bool bounded = vector.Protocol == HeaderProtocol.Ethernet && vector.Stack.Contains(".ip", StringComparison.Ordinal) && !vector.Stack.Contains("mpls", StringComparison.Ordinal);
        byte[] padded = bounded ? [.. vector.Bytes, .. new byte[30]] : vector.Bytes;
        PacketHeaders packet = Decode(padded, vector.Protocol);
        PacketHeaders plain = Decode(vector.Bytes, vector.Protocol);
        Assert.Equal(plain.Count, packet.Count);
        for (int i = 0; i < packet.Count; i++)
        {
            Assert.Equal(plain[i], packet[i]);
        }
    }

    [Fact]
    public void Decode_PaddedSynWithoutPayload_HasNoBytesBehindTcp()
    {
        byte[] frame = new PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Udp(53, 40000).Build(minimumLength: 60);
        PacketHeaders packet = Decode(frame, HeaderProtocol.Ethernet);
        Assert.Equal("eth.ip.udp", Stack(ref packet));
        Assert.False(packet.IsTruncated);
    }

    [Fact]
    public void Decode_QuotedDatagram_DoesNotCountAsSecondHeader()
    {
        PacketHeaders packet = Decode(PacketVectors.All["unreachable"].Bytes, HeaderProtocol.Ethernet);
        Assert.False(packet.TryFind(LayerKind.Ip4, 1, out _));
        Assert.False(packet.Has(LayerKind.Udp));
        Assert.True(packet.TryFind(LayerKind.QuotedIp4, 0, out _));
        Assert.True(packet.TryFind(LayerKind.QuotedTransport, 0, out Layer transport));
        Assert.True(QuotedTransportFields.DestinationPort.TryRead(PacketVectors.All["unreachable"].Bytes, transport, out ulong port));
        Assert.Equal(161UL, port);
    }

    [Fact]
    public void Decode_BadTcpDataOffset_KeepsFixedFields()
    {
        byte[] frame = PacketVectors.All["tcp"].Bytes.ToArray();
        frame[46] = 0x10;
        PacketHeaders packet = Decode(frame, HeaderProtocol.Ethernet);
        Assert.True(packet.TryFind(LayerKind.Tcp, 0, out Layer tcp));
        Assert.Equal(20, tcp.Length);
        Assert.True(TcpFields.DestinationPort.TryRead(frame, tcp, out ulong port));
        Assert.Equal(80UL, port);
    }

    [Fact]
    public void Decode_NestedWithoutEnd_StopsAtTheLimit()
    {
        PacketBuilder builder = new PacketBuilder().Ethernet();
        for (int i = 0; i < 100; i++)
        {
            builder.Vlan(i);
        }

        PacketHeaders packet = Decode(builder.Build(), HeaderProtocol.Ethernet);
        Assert.Equal(PacketHeaders.MaxLayers, packet.Count);
        Assert.True(packet.IsTruncated);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(15u)]
    [InlineData(18u)]
    [InlineData(uint.MaxValue)]
    public void Decode_OtherHeaderProtocol_LeavesBytesAlone(uint protocol)
    {
        PacketHeaders packet = Decode(PacketVectors.All["tcp"].Bytes, (HeaderProtocol)protocol);
        Assert.Equal(0, packet.Count);
    }

    [Fact]
    public void Decode_RandomAndDamagedBytes_StaysInsideThem()
    {
        Random random = new(20240611);
        PacketVector[] vectors = [.. PacketVectors.All.Values];
        for (int round = 0; round < 50_000; round++)
        {
            PacketVector vector = vectors[random.Next(vectors.Length)];
            byte[] bytes = vector.Bytes.ToArray();
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOnlySpan<byte> cut = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            PacketHeaders packet = Decode(cut, vector.Protocol);
            for (int i = 0; i < packet.Count; i++)
            {
                Assert.InRange(packet[i].Offset + packet[i].Length, packet[i].Offset + 1, cut.Length);
                ReadEverything(cut, packet[i]);
            }
        }
    }

    [Fact]
    public void Decode_EveryVectorAtEveryLength_HasTheShapeOfItsLayoutAlone()
    {
        Dictionary<ulong, string> layouts = [];
        foreach (PacketVector vector in PacketVectors.All.Values)
        {
            for (int length = 0; length <= vector.Bytes.Length; length++)
            {
                PacketHeaders packet = Decode(vector.Bytes.AsSpan(0, length), vector.Protocol);
                string layout = string.Join(' ', Enumerable.Range(0, packet.Count).Select(i => packet[i]));
                Assert.Equal(layout, layouts.TryGetValue(packet.Shape, out string? known) ? known : layouts[packet.Shape] = layout);
            }
        }

        Assert.Equal(layouts.Count, layouts.Values.Distinct().Count());
    }

    [Fact]
    public void Decode_WarmedUp_DoesNotAllocate()
    {
        PacketHeaders packet = default;
        byte[][] packets = [.. PacketVectors.All.Values.Select(vector => vector.Bytes)];
        DecodeAll(packets, ref packet);
        Assert.Equal(0, Allocations.Least(() => DecodeAll(packets, ref packet)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PacketJson_Vector_ListsEveryLayer(string name)
    {
        PacketVector vector = PacketVectors.All[name];
        PacketHeaders packet = Decode(vector.Bytes, vector.Protocol);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            PacketJson.Write(json, vector.Bytes, vector.Protocol);
        }

        using JsonDocument document = JsonDocument.Parse(stream.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
        Assert.Equal(packet.Count, document.RootElement.GetArrayLength());
        for (int i = 0; i < packet.Count; i++)
        {
            Assert.Equal(LayerNames.Of(packet[i].Kind), document.RootElement[i].GetProperty("kind").GetString());
            Assert.Equal(packet[i].Length, document.RootElement[i].GetProperty("length").GetInt32());
        }
    }

    private static void DecodeAll(byte[][] packets, ref PacketHeaders packet)
    {
        foreach (byte[] bytes in packets)
        {
            PacketDecoder.Decode(bytes, HeaderProtocol.Ethernet, ref packet);
        }
    }

    private static PacketHeaders Decode(ReadOnlySpan<byte> bytes, HeaderProtocol protocol)
    {
        PacketHeaders packet = default;
        PacketDecoder.Decode(bytes, protocol, ref packet);
        return packet;
    }

    private static string Stack(ref PacketHeaders packet)
    {
        Span<byte> text = stackalloc byte[LayerNames.MaxStackLength];
        Assert.True(LayerNames.TryFormatStack(in packet, text, out int written));
        return Encoding.ASCII.GetString(text[..written]);
    }

    /// <summary>A header of a cut packet lies where it lies in the whole one, and its fields have the same values or none.</summary>
    private static void AssertPartOf(ReadOnlySpan<byte> cut, Layer layer, ReadOnlySpan<byte> bytes, Layer whole)
    {
        Assert.Equal(whole with { Length = layer.Length }, layer);
        Assert.InRange(layer.Length, 1, whole.Length);
        Assert.True(layer.Offset + layer.Length <= cut.Length);
        foreach (PacketField field in PacketFields.Of(layer.Kind))
        {
            if (field.TryRead(cut, layer, out ulong part))
            {
                Assert.True(field.TryRead(bytes, whole, out ulong full));
                Assert.Equal(full, part);
            }

            if (field.TryReadAddress(cut, layer, out NetworkAddress partAddress))
            {
                Assert.True(field.TryReadAddress(bytes, whole, out NetworkAddress fullAddress));
                Assert.Equal(fullAddress, partAddress);
            }
        }
    }

    private static void ReadEverything(ReadOnlySpan<byte> bytes, Layer layer)
    {
        foreach (PacketField field in PacketFields.Of(layer.Kind))
        {
            field.TryRead(bytes, layer, out _);
            field.TryReadAddress(bytes, layer, out _);
        }

        Span<byte> name = stackalloc byte[1020];
        TunnelIds.TryReadGreKey(bytes, layer, out _);
        TunnelIds.TryReadL2tp(bytes, layer, out _, out _);
        if (layer.Kind == LayerKind.Dns && DnsQuestion.TryFind(bytes, layer, out DnsQuestion question))
        {
            Assert.True(DnsNames.TryFormat(bytes[layer.Offset..], question.NameOffset, name, out _, out _));
        }
    }
}
