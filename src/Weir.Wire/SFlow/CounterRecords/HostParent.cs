using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>The entity that contains a virtual one: counter record <c>host_parent</c> (sFlow v5, 0:2002).</summary>
/// <remarks>
/// <code>
/// container_type(4) container_index(4)
/// </code>
/// </remarks>
public readonly record struct HostParent : IRecord<HostParent>
{
    /// <summary>Tag of the record: 0:2002.</summary>
    public const uint Tag = 2002;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>Class of the container's data source.</summary>
    public uint ContainerType { get; init; }

    /// <summary>Index of the container's data source.</summary>
    public uint ContainerIndex { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HostParent>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostParent record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new HostParent
        {
            ContainerType = XdrField.UInt32(body, 0),
            ContainerIndex = XdrField.UInt32(body, 4),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(ContainerType);
        writer.WriteUInt32(ContainerIndex);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("container_type", ContainerType);
        json.WriteNumber("container_index", ContainerIndex);
    }
}
