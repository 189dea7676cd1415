using Weir.Bgp.Attributes;

namespace Weir.Bgp.Rib;

/// <summary>One route of an <see cref="AdjRibOut"/>: who wants it, and what the neighbour was told (RFC 4271 section 9.2).</summary>
internal sealed class AdjRibOutEntry
{
    private readonly List<(RouteOwner Owner, RouteAttributes Attributes)> _claims = [];

    public AdjRibOutEntry(Nlri route) => Route = route;

    /// <summary>The octets announced and withdrawn.</summary>
    public Nlri Route { get; }

    /// <summary>What the neighbour was told in this session; null when it does not know the route.</summary>
    public RouteAttributes? Advertised { get; set; }

    /// <summary>Whether the neighbour asked to be told again. It still knows what it was told, so a withdrawal must be sent all the same.</summary>
    public bool TellAgain { get; set; }

    /// <summary>Whether the entry is in the queue.</summary>
    public bool Queued { get; set; }

    /// <summary>Whether it has a place within the cap.</summary>
    public bool InCap { get; set; }

    /// <summary>Its place in the line over the cap.</summary>
    public LinkedListNode<AdjRibOutEntry>? Waiting { get; set; }

    public bool HasClaims => _claims.Count > 0;

    /// <summary>The attributes of the owner who spoke last.</summary>
    public RouteAttributes? LastClaim => _claims.Count > 0 ? _claims[^1].Attributes : null;

    /// <summary>What the neighbour should know; null when it should not know the route.</summary>
    public RouteAttributes? Wanted => InCap ? LastClaim : null;

    /// <summary>Whether the neighbour knows exactly what it should.</summary>
    public bool IsSent => !TellAgain && Advertised is not null && Wanted is RouteAttributes wanted && Advertised.SameAs(wanted);

    public string[] Owners => [.. _claims.Select(static c => c.Owner.Name)];

    /// <summary>Adds or changes an owner's claim; an unchanged one keeps its place.</summary>
    public void SetClaim(RouteOwner owner, RouteAttributes attributes)
    {
        int at = _claims.FindIndex(c => c.Owner.Name == owner.Name);
        if (at >= 0 && _claims[at].Attributes.SameAs(attributes))
        {
            return;
        }

        if (at >= 0)
        {
            _claims.RemoveAt(at);
        }

        _claims.Add((owner, attributes));
    }

    public bool DropClaim(string owner) => _claims.RemoveAll(c => c.Owner.Name == owner) > 0;

    public void DropSessionClaims() => _claims.RemoveAll(static c => c.Owner.EndsWithSession);
}
