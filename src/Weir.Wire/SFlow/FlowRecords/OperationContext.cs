namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>What an operation of an application was (sFlow v5, <c>context</c> of the application structures).</summary>
/// <remarks>
/// <code>
/// application&lt;32&gt; operation&lt;32&gt; attributes&lt;255&gt;
/// </code>
/// </remarks>
public readonly ref struct OperationContext
{
    /// <summary>Name of the application, UTF-8; parts are separated by dots.</summary>
    public ReadOnlySpan<byte> Application { get; init; }

    /// <summary>Name of the operation, UTF-8.</summary>
    public ReadOnlySpan<byte> Operation { get; init; }

    /// <summary>Attributes as <c>name=value&amp;name=value</c>, UTF-8.</summary>
    public ReadOnlySpan<byte> Attributes { get; init; }

    /// <summary>Reads the three strings.</summary>
    public static bool TryRead(scoped ref XdrReader reader, out OperationContext context)
    {
        if (reader.TryReadOpaque(out ReadOnlySpan<byte> application) && reader.TryReadOpaque(out ReadOnlySpan<byte> operation)
            && reader.TryReadOpaque(out ReadOnlySpan<byte> attributes))
        {
            context = new OperationContext { Application = application, Operation = operation, Attributes = attributes };
            return true;
        }

        context = default;
        return false;
    }

    /// <summary>Writes the three strings.</summary>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Application);
        writer.WriteOpaque(Operation);
        writer.WriteOpaque(Attributes);
    }
}
