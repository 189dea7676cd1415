namespace Weir.Ingest.Captures;

/// <summary>The bytes at the cursor are not what the format demands. The reader turns it into an <see cref="IngestException"/> with path and offset.</summary>
internal sealed class CaptureFormatException(string reason) : Exception(reason);
