using Weir.Analytics;

namespace Weir.Web;

/// <summary>Passing received datagrams on to other collectors; the server adapts the ingest side to it.</summary>
public interface IForwardingGateway
{
    /// <summary>Targets by name.</summary>
    IReadOnlyDictionary<string, ForwardingTarget> Targets { get; }

    /// <summary>Adds or replaces a target.</summary>
    /// <returns>What is wrong; empty when the target was set.</returns>
    IReadOnlyList<Diagnostic> Set(string name, ForwardingTarget target);

    /// <summary>Removes a target; false when there was none.</summary>
    bool Clear(string name);
}
