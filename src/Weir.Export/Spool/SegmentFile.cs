using Microsoft.Win32.SafeHandles;

namespace Weir.Export.Spool;

/// <summary>A segment's file, open for reading. A block that the disk cannot read is read as zeros: damage like any other.</summary>
internal sealed class SegmentFile : ISegmentBytes
{
    private const int BlockSize = 4096;
    private readonly SafeFileHandle _file;

    public SegmentFile(string path) => _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            return RandomAccess.Read(_file, into, offset);
        }
        catch (IOException)
        {
            return ReadBlock(offset, into);
        }
    }

    public void Dispose() => _file.Dispose();

    // To the end of the block in which the read began; the next read begins at a block.
    private int ReadBlock(long offset, Span<byte> into)
    {
        Span<byte> block = into[..Math.Min(into.Length, BlockSize - (int)(offset % BlockSize))];
        try
        {
            return RandomAccess.Read(_file, block, offset);
        }
        catch (IOException)
        {
            block.Clear();
            return block.Length;
        }
    }
}
