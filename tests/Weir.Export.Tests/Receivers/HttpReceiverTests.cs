using System.IO.Compression;
using System.Net;
using System.Text;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Receivers;

public sealed class HttpReceiverTests : IDisposable
{
    private readonly HttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Request_Plain_IsKeptWithPathHeadersAndBody()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        using HttpResponseMessage reply = await _client.PostAsync(new Uri(receiver.Url, "a%20b/c?x=1"), new StringContent("hello"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        ReceivedRequest request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", "/a%20b/c", "?x=1", "hello"), (request.Method, request.Path, request.Query, request.Text));
        Assert.StartsWith("text/plain", request.Header("content-type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_Gzip_IsUnpacked()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        using ByteArrayContent content = new(Gzip(new string('x', 10_000)));
        content.Headers.ContentEncoding.Add("gzip");
        using HttpResponseMessage reply = await _client.PostAsync(receiver.Url, content, TestContext.Current.CancellationToken);
        Assert.Equal(10_000, receiver.Requests[0].Body.Length);
        Assert.True(receiver.Requests[0].WireBytes < 200);
    }

    [Theory]
    [InlineData("br", 400)]
    [InlineData("gzip", 400)]
    public async Task Request_BadlyPacked_Is400(string packing, int status)
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        using StringContent content = new("no gzip at all");
        content.Headers.ContentEncoding.Add(packing);
        using HttpResponseMessage reply = await _client.PostAsync(receiver.Url, content, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Equal(0, receiver.Handled);
    }

    [Fact]
    public async Task Request_OverMaxBody_Is413()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver { MaxBody = 100 });
        using HttpResponseMessage reply = await _client.PostAsync(receiver.Url, new StringContent(new string('x', 101)), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Fact]
    public async Task Faults_InOrder_OneRequestEach()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        receiver.Faults.Enqueue(Fault.TooMany(7));
        receiver.Faults.Enqueue(Fault.Status(503));
        using HttpResponseMessage first = await PostAsync(receiver);
        using HttpResponseMessage second = await PostAsync(receiver);
        using HttpResponseMessage third = await PostAsync(receiver);
        Assert.Equal([429, 503, 200], [(int)first.StatusCode, (int)second.StatusCode, (int)third.StatusCode]);
        Assert.Equal(TimeSpan.FromSeconds(7), first.Headers.RetryAfter?.Delta);
        Assert.Equal(1, receiver.Handled);
    }

    [Theory]
    [InlineData(FaultKind.Reset, 0)]
    [InlineData(FaultKind.ResetMidBody, 0)]
    [InlineData(FaultKind.ResetAfter, 1)]
    [InlineData(FaultKind.ResetMidReply, 1)]
    public async Task Fault_Reset_BreaksTheConnection(FaultKind kind, int handled)
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        receiver.Standing = kind switch
        {
            FaultKind.Reset => Fault.Reset,
            FaultKind.ResetMidBody => Fault.ResetMidBody,
            FaultKind.ResetAfter => Fault.ResetAfter,
            _ => Fault.ResetMidReply,
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(receiver));
        Assert.Equal(handled, receiver.Handled);
    }

    [Fact]
    public async Task Fault_Trickle_AnswersByteByByte()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        receiver.Faults.Enqueue(Fault.Trickle(TimeSpan.FromMilliseconds(1)));
        using HttpResponseMessage reply = await PostAsync(receiver);
        Assert.Equal("ok", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fault_Hang_EndsWithTheClientsPatience()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        receiver.Faults.Enqueue(Fault.Hang);
        _client.Timeout = TimeSpan.FromMilliseconds(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostAsync(receiver));
        Assert.Equal(0, receiver.Handled);
    }

    [Fact]
    public async Task Stop_ThenStart_ListensOnTheSamePort()
    {
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver());
        Uri url = receiver.Url;
        await receiver.StopAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(receiver));
        await receiver.StartAsync();
        Assert.Equal(url, receiver.Url);
        using HttpResponseMessage reply = await PostAsync(receiver);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Fact]
    public async Task Https_OwnAuthority_IsSpokenAndClientsAreAsked()
    {
        using TestCertificates certificates = TestCertificates.Create();
        await using CountingReceiver receiver = await StartAsync(new CountingReceiver(certificates) { DemandClientCertificate = true });
        using HttpClient bare = Client(certificates, false);
        using HttpClient known = Client(certificates, true);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bare.GetAsync(receiver.Url, TestContext.Current.CancellationToken));
        using HttpResponseMessage reply = await known.GetAsync(receiver.Url, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    private static HttpClient Client(TestCertificates certificates, bool known)
    {
        HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificates.Issued(certificate!) };
        if (known)
        {
            handler.ClientCertificates.Add(certificates.Client);
        }

        return new HttpClient(handler);
    }

    private static async Task<CountingReceiver> StartAsync(CountingReceiver receiver)
    {
        await receiver.StartAsync();
        return receiver;
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(CountingReceiver receiver) =>
        await _client.PostAsync(receiver.Url, new StringContent("body"), TestContext.Current.CancellationToken);

    private sealed class CountingReceiver(TestCertificates? certificates = null) : HttpReceiver(certificates)
    {
        public int Handled { get; private set; }

        protected override Reply Handle(ReceivedRequest request)
        {
            Handled++;
            return new Reply(200, "ok", "text/plain");
        }
    }
}
