namespace Weir.Testing.Old;

/// <summary>One structure of sFlow version 2 or 4.</summary>
/// <param name="Name">Name in RFC 3176.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Type">Number that announces it.</param>
/// <param name="Version">The only version it is in; 0 for both.</param>
/// <param name="Items">Items in wire order, as in <see cref="Records.RecordLayout"/>.</param>
public sealed record OldStructure(string Name, OldPlace Place, uint Type, uint Version, string Items);
