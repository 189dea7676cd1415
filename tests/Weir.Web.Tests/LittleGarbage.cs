using Microsoft.AspNetCore.Http;
using Weir.Testing;
using Weir.Web.Routing;

namespace Weir.Web.Tests;

/// <summary>Large answers leave next to nothing behind for the collector.</summary>
internal static class LittleGarbage
{
    /// <summary>Sends an answer to a client that takes everything at once.</summary>
    public static async Task AssertAsync<T>(Func<T> begin, Func<T, IEnumerable<int>> write, int leastText)
        where T : IReplyPiece
    {
        HttpCounters counters = new();
        PartsReply<T> reply = new(counters, "text/plain", begin, write);
        DefaultHttpContext http = new() { Response = { Body = Stream.Null } };
        await reply.ExecuteAsync(http);
        Assert.True(counters.BytesOut > leastText, $"{counters.BytesOut} bytes of text");

        // A stream without end takes everything at once: all of it runs on this thread.
        Task? done = null;
        long bytes = Allocations.Least(() => done = reply.ExecuteAsync(http));
        Assert.True(done!.IsCompletedSuccessfully);
        Assert.True(bytes < 60_000, $"{bytes} bytes for {counters.BytesOut} bytes of text");
    }
}
