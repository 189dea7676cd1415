using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;

namespace Weir.Bgp.Session;

/// <summary>What the neighbour teaches us (RFC 4271 section 9).</summary>
internal sealed partial class Neighbor
{
    /// <summary>The routes learned in this session; any thread may look them up.</summary>
    public RibIn In { get; }

    private void Learn(ReceivedUpdate update)
    {
        bool ignored = (update.HasReach && (!update.ReachKnown || update.ReachFamily.IsFlowSpec()))
            || (update.HasUnreach && (!update.UnreachKnown || update.UnreachFamily.IsFlowSpec()));
        _routesIgnored += ignored ? 1 : 0;
        In.Apply(update, _session!.FourOctetAs, _session.AddPath);
    }

    private void ForgetLearned() => In.Clear();
}
