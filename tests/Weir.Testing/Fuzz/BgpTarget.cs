using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;

namespace Weir.Testing.Fuzz;

/// <summary>Everything that arrives on a BGP connection: framing, the body of every message type, and updates into the table of learned routes.</summary>
public sealed class BgpTarget : IFuzzTarget
{
    private const int MaxPrefixes = 64;

    private readonly byte[] _block = new byte[70_000];
    private readonly RibIn _plain = new(MaxPrefixes, MaxPrefixes);
    private readonly RibIn _paths = new(MaxPrefixes, MaxPrefixes, 2 * MaxPrefixes);

    public string Name => "bgp";

    public byte[] CreateSeed(Random random) => BgpSeeds.Create(random);

    public IReadOnlyList<int> FindWords(byte[] input) => BgpSeeds.FindWords(input);

    /// <summary>Decoded attributes take a few times their octets, in each of three sessions; a claimed length takes nothing.</summary>
    public long AllocationLimit(int inputLength) => 20_000 + (200L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        FrameStatus status = BgpHeader.Read(input, out BgpHeader header, out BgpError error);
        Demand(status != FrameStatus.Complete || (header.Length >= BgpHeader.Size && header.Length <= input.Length), "a frame longer than what is there");
        Demand(status != FrameStatus.Invalid || error.IsError, "an invalid frame without an error");

        // Bodies are also read when the header was damaged: a reader must not lean on the frame's own check.
        ReadOnlySpan<byte> body = input[Math.Min(input.Length, BgpHeader.Size)..];
        NotificationMessage.TryRead(body, out _);
        RouteRefreshMessage.TryRead(body, out _);
        Open(body);
        Update(body, BgpSeeds.Internal, _plain);
        Update(body, BgpSeeds.ExternalTwoOctets, _plain);
        Update(body, BgpSeeds.AddPath, _paths);
    }

    private static void Open(ReadOnlySpan<byte> body)
    {
        if (!OpenMessage.TryRead(body, out OpenMessage? open, out BgpError error))
        {
            Demand(error.IsError, "a refused OPEN without an error");
            return;
        }

        // What was understood of it is understood again.
        BgpWriter writer = new(stackalloc byte[BgpHeader.MaxLength]);
        open!.Write(ref writer);
        bool again = OpenMessage.TryRead(writer.Written[BgpHeader.Size..], out OpenMessage? second, out _);
        Demand(again && (open.HoldTimeSeconds, open.RouterId) == (second!.HoldTimeSeconds, second.RouterId), "an OPEN that reads otherwise when written again");
    }

    private void Update(ReadOnlySpan<byte> body, SessionParameters session, RibIn rib)
    {
        ReceivedUpdate update = UpdateDecoder.Decode(body, session);
        Demand(update.Treatment == UpdateTreatment.SessionReset == update.Error.IsError, "a reset without an error, or an error without a reset");
        if (update.Treatment == UpdateTreatment.SessionReset)
        {
            return;
        }

        // RFC 7606: whatever does not reset the session can be walked to its last octet.
        Demand(UpdateDecoder.ArePrefixesValid(update.Nlri, false, session.AddPath.Has(BgpFamily.Ipv4Unicast)), "routes that cannot be told apart");
        AttributeDecoder.Decode(_block.AsSpan(0, update.CopyAttributes(_block)), session.FourOctetAs);
        update.IsEndOfRib(out _);
        rib.Apply(update, session.FourOctetAs, session.AddPath);
        RibInStatistics held = rib.Statistics;
        Demand(held.Prefixes4 <= MaxPrefixes && held.Prefixes6 <= MaxPrefixes && held.Paths <= 2 * MaxPrefixes && held.AttributeSets <= 2 * MaxPrefixes, "a table beyond its limits");
        rib.TryFind(IpPrefix.Mask(7), isV6: true, out _);
        rib.TryFind(IpPrefix.Mask(7), isV6: false, out _);
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzException(otherwise);
        }
    }
}
