using System.Buffers.Binary;
using System.Text.Json;
using Weir.Scripting.Calls;
using Weir.Scripting.Hosting;

namespace Weir.Scripting.Tests;

/// <summary>Frames towards a script.</summary>
public class FrameBufferTests
{
    [Fact]
    public void Write_MoreThanAFrameHolds_IsAnErrorAndTheNextFrameIsWhole()
    {
        using FrameBuffer buffer = new();
        string megabyte = new('x', 1 << 20);
        Utf8JsonWriter writer = buffer.Start('v');
        writer.WriteStartArray();
        int written = 0;
        CallException error = Assert.Throws<CallException>(() =>
        {
            for (; written < 200; written++)
            {
                writer.WriteStringValue(megabyte);
            }
        });
        Assert.Equal("the answer is larger than 128 MB: ask for fewer agents or metrics", error.Message);
        Assert.InRange(written, 100, 129);

        buffer.Start('e').WriteStringValue(error.Message);
        ReadOnlySpan<byte> frame = buffer.Finish().Span;
        Assert.Equal(frame.Length - 4, BinaryPrimitives.ReadInt32BigEndian(frame));
        Assert.Equal((byte)'e', frame[4]);
        Assert.Equal(error.Message, JsonSerializer.Deserialize<string>(frame[5..]));
    }
}
