using Weir.Bgp.Addressing;

namespace Weir.Bgp.Rib;

/// <summary>One prefix of a traffic ranking (prefixes as in RFC 4271 section 4.3).</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Value">Its traffic per second.</param>
/// <param name="Parent">The longest prefix of the same list that covers it; null when none does.</param>
public sealed record TopPrefix(IpPrefix Prefix, double Value, IpPrefix? Parent);
