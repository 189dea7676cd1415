using System.Text.Json;
using Weir.Analytics;

namespace Weir.Server.Composition;

/// <summary>A file of JSON objects, one a line, written by one thread.</summary>
public sealed class JsonLinesFile : IDisposable
{
    private readonly BufferedStream _buffer;

    /// <summary>Creates or replaces the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public JsonLinesFile(string path)
    {
        _buffer = new BufferedStream(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read), 1 << 16);
    }

    /// <summary>Lines written.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Write<T>(T item)
    {
        JsonSerializer.Serialize(_buffer, item, WeirJson.Options);
        _buffer.WriteByte((byte)'\n');
        Count++;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
