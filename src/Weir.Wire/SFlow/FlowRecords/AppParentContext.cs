using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The operation on whose behalf another was done: flow record <c>app_parent_context</c> (sFlow v5, 0:2203).</summary>
/// <remarks>
/// <code>
/// context(application&lt;&gt; operation&lt;&gt; attributes&lt;&gt;)
/// </code>
/// </remarks>
public readonly ref struct AppParentContext : IRecord<AppParentContext>
{
    /// <summary>Tag of the record: 0:2203.</summary>
    public const uint Tag = 2203;

    /// <summary>Application, operation and attributes of the parent.</summary>
    public OperationContext Context { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppParentContext>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppParentContext record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!OperationContext.TryRead(ref reader, out OperationContext context))
        {
            return false;
        }

        record = new AppParentContext
        {
            Context = context,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        Context.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Context(json, "context", Context);
    }
}
