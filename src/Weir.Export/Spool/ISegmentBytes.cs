namespace Weir.Export.Spool;

/// <summary>The bytes of a segment, wherever they are.</summary>
internal interface ISegmentBytes : IDisposable
{
    /// <summary>Reads from an offset on.</summary>
    /// <returns>Bytes read; 0 at the end.</returns>
    int Read(long offset, Span<byte> into);
}
