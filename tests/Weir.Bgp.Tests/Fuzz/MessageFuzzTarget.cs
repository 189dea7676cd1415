using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Messages;
using Weir.Bgp.Session;

namespace Weir.Bgp.Tests.Fuzz;

/// <summary>Every parser of received octets: framing, each message body, attributes and flow specifications.</summary>
internal sealed class MessageFuzzTarget : IFuzzTarget
{
    private readonly byte[] _block = new byte[70000];

    public void Run(ReadOnlySpan<byte> input)
    {
        BgpHeader.Read(input, out _, out _);
        OpenMessage.TryRead(input, out _, out _);
        NotificationMessage.TryRead(input, out _);
        RouteRefreshMessage.TryRead(input, out _);
        Update(input, Sessions.Internal);
        Update(input, Sessions.ExternalTwoOctets);
        foreach (bool isV6 in new[] { false, true })
        {
            if (FlowSpecCodec.TryRead(input, isV6, out FlowSpecRule? rule, out _))
            {
                FlowSpecText.Format(rule!);
                rule!.ToNlri();
            }
        }
    }

    private void Update(ReadOnlySpan<byte> input, SessionParameters session)
    {
        ReceivedUpdate update = UpdateDecoder.Decode(input, session);
        update.IsEndOfRib(out _);
        if (update.Treatment == UpdateTreatment.SessionReset)
        {
            return;
        }

        // Whatever does not reset the session must be walkable to its last octet.
        Assert.True(UpdateDecoder.ArePrefixesValid(update.Nlri, false));
        AttributeDecoder.Decode(_block.AsSpan(0, update.CopyAttributes(_block)), session.FourOctetAs);
        if (update.HasReach && update.ReachKnown && !update.ReachFamily.IsFlowSpec())
        {
            Assert.True(UpdateDecoder.ArePrefixesValid(update.ReachNlri, update.ReachFamily.IsV6()));
        }
    }
}
