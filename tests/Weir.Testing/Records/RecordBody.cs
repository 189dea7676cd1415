namespace Weir.Testing.Records;

/// <summary>A body made from a layout, with what a reader must find in it.</summary>
/// <param name="Bytes">The body as on the wire.</param>
/// <param name="Values">The values in wire order, as their JSON text; null where records nest.</param>
/// <param name="Counts">Offsets of the count and length words.</param>
public sealed record RecordBody(byte[] Bytes, IReadOnlyList<string>? Values, IReadOnlyList<int> Counts);
