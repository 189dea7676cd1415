namespace Weir.Ingest.Captures;

/// <summary>Which datagrams are taken out of a capture file.</summary>
public sealed class CaptureOptions
{
    /// <summary>UDP destination port of sFlow (property <c>sflow.port</c>). Default 6343.</summary>
    public int Port { get; set; } = 6343;

    /// <summary>Takes datagrams to any port whose first bytes look like sFlow. Default false.</summary>
    public bool AnyPort { get; set; }

    /// <summary>Fragmented datagrams being put together at the same time; the oldest gives way. 0 leaves fragments out. Default 64 (4 MB at most).</summary>
    public int MaxReassemblies { get; set; } = 64;
}
