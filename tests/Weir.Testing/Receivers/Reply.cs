namespace Weir.Testing.Receivers;

/// <summary>What a receiver answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Body; sent only where the status may have one.</param>
/// <param name="ContentType">Type of the body.</param>
public readonly record struct Reply(int Status, string Body = "", string ContentType = "application/json")
{
    /// <summary>More headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Headers { get; init; }

    /// <summary>A body that is no text; goes before <see cref="Body"/>.</summary>
    public byte[]? Bytes { get; init; }
}
