using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Testing;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>What the tests of delivery share.</summary>
internal static class DeliveryLab
{
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An agent that sends to that Weir.</summary>
    public static UdpClient Agent(WeirProcess weir)
    {
        UdpClient agent = new();
        agent.Connect(IPAddress.Loopback, weir.SFlowPort);
        return agent;
    }

    /// <summary>Posts events and gives their ids; the answer must be 200 or 201.</summary>
    public static async Task<string[]> PostAsync(WeirProcess weir, params object[] events)
    {
        using HttpResponseMessage answer = await weir.Http.PostAsJsonAsync("api/v1/events", events, Cancel);
        string body = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("ids").Deserialize<string[]>()!;
    }

    /// <summary>A sink as REST shows it.</summary>
    public static Task<JsonElement> SinkAsync(WeirProcess weir, string name, Func<JsonElement, bool> satisfies) =>
        weir.WaitForJsonAsync($"api/v1/sinks/{name}", satisfies);

    /// <summary>Waits until it holds; fails with the log of Weir.</summary>
    public static async Task UntilAsync(WeirProcess weir, Func<bool> holds, string what)
    {
        bool held = await Condition.HoldsAsync(holds, Cancel);
        Assert.True(held, $"{what} never came; log:\n{string.Join('\n', weir.Log)}");
    }
}
