using Weir.Analytics;

namespace Weir.Web.Tests;

/// <summary>Forwarding targets without any forwarding.</summary>
internal sealed class ForwardingTable : IForwardingGateway
{
    private readonly Dictionary<string, ForwardingTarget> _targets = [];

    public IReadOnlyDictionary<string, ForwardingTarget> Targets => _targets;

    public IReadOnlyList<Diagnostic> Set(string name, ForwardingTarget target)
    {
        if (target.Address == "nowhere")
        {
            return [new Diagnostic("address", "'nowhere' has no address")];
        }

        _targets[name] = target;
        return [];
    }

    public bool Clear(string name) => _targets.Remove(name);
}
