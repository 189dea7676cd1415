using Weir.Bgp.Capabilities;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;

namespace Weir.Bgp.Tests.Fuzz;

public sealed class MessageFuzzTests
{
    private readonly MessageFuzzTarget _target = new();

    [Fact]
    public void Run_TruncatedAtEveryLength_NeverThrows()
    {
        foreach (byte[] message in Corpus(41, 40))
        {
            for (int length = 0; length <= message.Length; length++)
            {
                _target.Run(message.AsSpan(0, length));
                _target.Run(message.AsSpan(Math.Min(BgpHeader.Size, length), Math.Max(0, length - BgpHeader.Size)));
            }
        }
    }

    [Fact]
    public void Run_MutatedMessages_NeverThrows()
    {
        RandomValues random = new(42);
        byte[][] corpus = [.. Corpus(43, 100)];
        for (int i = 0; i < 30000; i++)
        {
            byte[] message = [.. corpus[random.Source.Next(corpus.Length)]];
            for (int flips = 1 + random.Source.Next(6); flips > 0; flips--)
            {
                message[random.Source.Next(message.Length)] = random.Flip() ? (byte)random.Source.Next(256) : (byte)(random.Flip() ? 0xFF : 0);
            }

            _target.Run(message.AsSpan(BgpHeader.Size));
        }
    }

    [Fact]
    public void Run_RandomOctets_NeverThrows()
    {
        RandomValues random = new(44);
        for (int i = 0; i < 20000; i++)
        {
            byte[] octets = new byte[random.Source.Next(120)];
            random.Source.NextBytes(octets);
            _target.Run(octets);
        }
    }

    private static IEnumerable<byte[]> Corpus(int seed, int count)
    {
        RandomValues random = new(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] buffer = new byte[BgpHeader.MaxLength];
            bool isV6 = random.Flip();
            Nlri[] routes = random.Source.Next(3) == 0
                ? [random.Rule(isV6).ToNlri()!]
                : [Nlri.FromPrefix(random.Prefix(isV6)), Nlri.FromPrefix(random.Prefix(isV6))];
            int length = (i % 4) switch
            {
                0 => UpdateEncoder.WriteWithdraw(buffer, routes, out _),
                1 => WriteOpen(buffer),
                _ => UpdateEncoder.WriteAnnounce(buffer, Sessions.Internal, random.Attributes(isV6), routes, out _),
            };
            yield return buffer[..length];
        }
    }

    private static int WriteOpen(byte[] buffer)
    {
        BgpWriter writer = new(buffer);
        CapabilitySet capabilities = new() { HasMultiprotocol = true, Families = FamilySet.All, FourOctetAs = 7, RouteRefresh = true, GracefulRestart = new(true, true, 120, FamilySet.All, FamilySet.All) };
        new OpenMessage(7, 90, 7, capabilities).Write(ref writer);
        return writer.Position;
    }
}
