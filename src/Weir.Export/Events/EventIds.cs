using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Export.Events;

/// <summary>Makes ids of events.</summary>
public static class EventIds
{
    private const int IdBytes = 16;

    /// <summary>
    /// The id of an event that the engine would make again from the same traffic: the same parts and time give the same id, so that a capture that
    /// is replayed twice gives its events once. 32 hexadecimal digits: the first half of a SHA-256 over the parts.
    /// </summary>
    /// <param name="kind">Kind of event.</param>
    /// <param name="timeUs">Engine time, in µs since the epoch.</param>
    /// <param name="parts">What tells it from other events of that kind and time: definition, agent, data source, flow key.</param>
    public static string Of(string kind, long timeUs, params ReadOnlySpan<string?> parts)
    {
        ArgumentNullException.ThrowIfNull(kind);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, timeUs);
        hash.AppendData(number);
        Append(hash, kind);
        foreach (string? part in parts)
        {
            Append(hash, part);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..IdBytes]);
    }

    /// <summary>An id that nobody has: the time in ms and 74 random bits (a UUID of version 7, RFC 9562 section 5.7) as 32 hexadecimal digits.</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    }

    /// <summary>True when the text may be an id: 1 to <see cref="WeirEvent.MaxIdLength"/> printable ASCII characters without blanks.</summary>
    public static bool IsValid(string? id) => id is { Length: > 0 and <= WeirEvent.MaxIdLength } && !id.AsSpan().ContainsAnyExceptInRange('!', '~');

    // The length goes first, so that ("ab", "c") and ("a", "bc") differ; a missing part differs from an empty one.
    private static void Append(IncrementalHash hash, string? part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part?.Length ?? -1);
        hash.AppendData(length);
        if (part is not null)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }
    }
}
