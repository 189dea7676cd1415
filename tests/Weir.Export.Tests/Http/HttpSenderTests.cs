using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Http;
using Weir.Export.Settings;
using Weir.Export.Sinks;
using Weir.Testing;

namespace Weir.Export.Tests.Http;

public class HttpSenderTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"a":"ä"}""");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_Post_ArrivesWithBodyTypeAndHeaders()
    {
        string? seen = null;
        await using ProbeServer server = await ProbeServer.StartAsync(async http =>
        {
            using StreamReader reader = new(http.Request.Body);
            seen = $"{http.Request.Method} {http.Request.Path} {http.Request.ContentType} {http.Request.Headers["X-Scope-OrgID"]} {http.Request.Headers["Idempotency-Key"]} " +
                $"{http.Request.Headers.Authorization} {http.Request.Headers.UserAgent} {await reader.ReadToEndAsync(Cancel)}";
            http.Response.StatusCode = 202;
            await http.Response.WriteAsync("thanks", Cancel);
        });
        using HttpSender sender = Create(("headers.X-Scope-OrgID", "tenant"), ("auth.user", "me"), ("auth.password", "päss"));
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, server.Url("/in"), "application/json", Body, [new("Idempotency-Key", "k\r\n1")], Cancel);
        Assert.Equal((202, "thanks", null), (reply.Status, reply.Body, reply.Fault));
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:päss"));
        Assert.Equal($$"""POST /in application/json tenant k??1 Basic {{basic}} Weir/1.2 {"a":"ä"}""", seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendAsync_Gzip_IsPackedOnceAndNeverOverOtherPacking(bool packedBySink)
    {
        string? encoding = null;
        byte[] got = [];
        await using ProbeServer server = await ProbeServer.StartAsync(async http =>
        {
            encoding = http.Request.Headers.ContentEncoding;
            using MemoryStream copy = new();
            await http.Request.Body.CopyToAsync(copy, Cancel);
            got = copy.ToArray();
        });
        using HttpSender sender = Create(("gzip", "yes"));
        KeyValuePair<string, string>[] headers = packedBySink ? [new("Content-Encoding", "snappy")] : [];
        await sender.SendAsync(HttpMethod.Post, server.Url(), "text/plain", Body, headers, Cancel);
        Assert.Equal(packedBySink ? "snappy" : "gzip", encoding);
        using GZipStream unpacked = new(new MemoryStream(got), CompressionMode.Decompress);
        using MemoryStream plain = new();
        if (!packedBySink)
        {
            await unpacked.CopyToAsync(plain, Cancel);
        }

        Assert.Equal(Body, packedBySink ? got : plain.ToArray());
    }

    [Fact]
    public async Task SendAsync_OwnAuthority_IsTrustedAndHttp2Spoken()
    {
        using TestAuthority authority = new();
        await using ProbeServer server = await ProbeServer.StartAsync(http => http.Response.WriteAsync(http.Request.Protocol), new() { ServerCertificate = authority.Issue("localhost").Certificate });
        using HttpSender sender = Create(("tls.ca", authority.CaFile));
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, server.Url("/", "https", "localhost"), "text/plain", Body, null, Cancel);
        Assert.Equal((200, "HTTP/2"), (reply.Status, reply.Body));
    }

    [Theory]
    [InlineData(false, "localhost")]
    [InlineData(true, "other.example")]
    public async Task SendAsync_UntrustedCertificate_NeedsMending(bool ownAuthority, string certificateName)
    {
        using TestAuthority authority = new();
        using TestAuthority stranger = new("somebody else");
        await using ProbeServer server = await ProbeServer.StartAsync(_ => Task.CompletedTask, new() { ServerCertificate = authority.Issue(certificateName).Certificate });
        using HttpSender sender = Create(("tls.ca", ownAuthority ? authority.CaFile : stranger.CaFile));
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, server.Url("/", "https", "localhost"), "text/plain", Body, null, Cancel);
        Assert.Equal(0, reply.Status);
        Assert.True(reply.NeedsMending, reply.Fault);
        Assert.Contains("certificate", reply.Fault, StringComparison.Ordinal);
        Assert.Equal(SendOutcome.Misconfigured, HttpVerdict.Default(reply).Outcome);
    }

    [Fact]
    public async Task SendAsync_VerifyNo_TakesAnyCertificate()
    {
        using TestAuthority authority = new();
        await using ProbeServer server = await ProbeServer.StartAsync(_ => Task.CompletedTask, new() { ServerCertificate = authority.Issue("other.example").Certificate });
        using HttpSender sender = Create(("tls.verify", "no"));
        Assert.Equal(200, (await sender.SendAsync(HttpMethod.Post, server.Url("/", "https"), "text/plain", Body, null, Cancel)).Status);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 0)]
    public async Task SendAsync_ReceiverWantsClientCertificate_GetsTheConfiguredOne(bool configured, int status)
    {
        using TestAuthority authority = new();
        (_, string certFile, string keyFile) = authority.Issue("weir.example");
        await using ProbeServer server = await ProbeServer.StartAsync(_ => Task.CompletedTask, new()
        {
            ServerCertificate = authority.Issue("localhost").Certificate,
            ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (certificate, _, _) => authority.Signed(certificate),
        });
        using HttpSender sender = configured
            ? Create(("tls.ca", authority.CaFile), ("tls.cert", certFile), ("tls.key", keyFile))
            : Create(("tls.ca", authority.CaFile));
        Assert.Equal(status, (await sender.SendAsync(HttpMethod.Post, server.Url("/", "https", "localhost"), "text/plain", Body, null, Cancel)).Status);
    }

    [Fact]
    public async Task SendAsync_FilesOfCertificatesReplaced_AreUsedFromTheNextRequestOn()
    {
        using TestAuthority authority = new();
        using TestAuthority stranger = new("somebody else");
        (X509Certificate2 first, string certFile, string keyFile) = authority.Issue("weir.example");
        (X509Certificate2 second, string newCertFile, string newKeyFile) = authority.Issue("renewed.example");
        string? shown = null;
        await using ProbeServer server = await ProbeServer.StartAsync(
            http =>
            {
                shown = http.Connection.ClientCertificate?.Thumbprint;
                return Task.CompletedTask;
            },
            new()
            {
                ServerCertificate = authority.Issue("localhost").Certificate,
                ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = (certificate, _, _) => authority.Signed(certificate),
            });
        string caFile = stranger.CaFile;
        using HttpSender sender = Create(("tls.ca", caFile), ("tls.cert", certFile), ("tls.key", keyFile));
        Assert.True((await PostAsync()).NeedsMending);
        Replace(authority.CaFile, caFile, 1);
        Assert.Equal((200, first.Thumbprint), ((await PostAsync()).Status, shown));

        // Between the new certificate and its key nothing changes.
        Replace(newCertFile, certFile, 1);
        Assert.Equal((200, first.Thumbprint), ((await PostAsync()).Status, shown));
        Replace(newKeyFile, keyFile, 2);
        Assert.Equal((200, second.Thumbprint), ((await PostAsync()).Status, shown));

        // Nor does it when files vanish.
        File.Delete(certFile);
        File.Delete(caFile);
        Assert.Equal((200, second.Thumbprint), ((await PostAsync()).Status, shown));

        Task<HttpReply> PostAsync() => sender.SendAsync(HttpMethod.Post, server.Url("/", "https", "localhost"), "text/plain", Body, null, Cancel);

        static void Replace(string from, string to, int seconds)
        {
            File.Copy(from, to, overwrite: true);
            File.SetLastWriteTimeUtc(to, DateTime.UtcNow.AddSeconds(seconds));
        }
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task SendAsync_Redirect_IsReportedAndNotFollowed(int status)
    {
        int requests = 0;
        await using ProbeServer server = await ProbeServer.StartAsync(http =>
        {
            requests++;
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "https://login.example/?next=token";
            return Task.CompletedTask;
        });
        using HttpSender sender = Create();
        SendResult result = HttpVerdict.Default(await sender.SendAsync(HttpMethod.Post, server.Url(), "text/plain", Body, null, Cancel));
        Assert.Equal((1, SendOutcome.Misconfigured), (requests, result.Outcome));
        Assert.Equal($"HTTP {status}: redirected to https://login.example/; redirects are not followed, set the url to where it shall go", result.Reason);
    }

    [Theory]
    [InlineData("120", null, 120)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:48:37 GMT", 60)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 09:49:37 GMT", 0)]
    [InlineData("soon", null, null)]
    public async Task SendAsync_RetryAfter_IsReadInBothForms(string value, string? date, int? seconds)
    {
        await using ProbeServer server = await ProbeServer.StartAsync(http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = value;
            http.Response.Headers.Date = date ?? http.Response.Headers.Date;
            return Task.CompletedTask;
        });
        using HttpSender sender = Create();
        SendResult result = HttpVerdict.Default(await sender.SendAsync(HttpMethod.Post, server.Url(), "text/plain", Body, null, Cancel));
        Assert.Equal(SendOutcome.Retry, result.Outcome);
        Assert.Equal(seconds, (int?)result.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task SendAsync_EndlessAnswer_IsCutAtItsBound()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(async http =>
        {
            byte[] much = new byte[100_000];
            Array.Fill(much, (byte)'x');
            for (int i = 0; i < 1_000 && !http.RequestAborted.IsCancellationRequested; i++)
            {
                await http.Response.Body.WriteAsync(much, http.RequestAborted);
            }
        });
        using HttpSender sender = Create();
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, server.Url(), "text/plain", Body, null, Cancel);
        Assert.Equal((200, HttpSender.MaxBodyBytes), (reply.Status, reply.Body.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin")]
    public async Task SendAsync_SlowLoris_TimesOutAndIsRetry(string beginning)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, beginning, closes: false);
        ManualTime time = new();
        using HttpSender sender = Create(time, ("timeout", "20s"));
        Task<HttpReply> sending = sender.SendAsync(HttpMethod.Post, UrlOf(listener), "text/plain", Body, null, Cancel);
        await serving;
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(20));
        SendResult result = HttpVerdict.Default(await sending);
        Assert.Equal(SendOutcome.Retry, result.Outcome);
        Assert.False(result.IsUnreachable, "it may be at work on the request");
        Assert.Contains("no whole answer within 20 s", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin")]
    public async Task SendAsync_ConnectionBreaksBeforeTheAnswerIsWhole_IsRetry(string beginning)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, beginning, closes: true);
        using HttpSender sender = Create();
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, UrlOf(listener), "text/plain", Body, null, Cancel);
        await serving;
        Assert.Equal((0, SendOutcome.Retry), (reply.Status, HttpVerdict.Default(reply).Outcome));
        Assert.Equal(beginning.Length == 0, reply.IsUnreachable);
        Assert.Equal(beginning.Length > 0, reply.Fault!.Contains("status 200 broke off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_ReusedConnectionDiesOnThePost_IsRetryOrSentAgainNeverRejected()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeOneThenDieAsync(listener);
        using HttpSender sender = Create();
        Assert.Equal(204, (await sender.SendAsync(HttpMethod.Post, UrlOf(listener), "text/plain", Body, null, Cancel)).Status);
        SendResult second = HttpVerdict.Default(await sender.SendAsync(HttpMethod.Post, UrlOf(listener), "text/plain", Body, null, Cancel));
        await serving;
        Assert.Equal(SendOutcome.Retry, second.Outcome);
    }

    [Fact]
    public async Task SendAsync_NobodyListens_IsRetryThatSaysSo()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Uri url = UrlOf(listener);
        listener.Stop();
        using HttpSender sender = Create();
        SendResult result = HttpVerdict.Default(await sender.SendAsync(HttpMethod.Post, url, "text/plain", Body, null, Cancel));
        Assert.Equal((SendOutcome.Retry, true), (result.Outcome, result.IsUnreachable));
        Assert.Contains("refused", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_Proxy_GetsTheRequest()
    {
        string? seen = null;
        await using ProbeServer proxy = await ProbeServer.StartAsync(http =>
        {
            seen = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            return Task.CompletedTask;
        });
        using HttpSender sender = Create(("proxy", $"http://127.0.0.1:{proxy.Port}"));
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, new Uri("http://receiver.example/in"), "text/plain", Body, null, Cancel);
        Assert.Equal((200, "http://receiver.example/in"), (reply.Status, seen));
    }

    [Fact]
    public async Task SendAsync_ReceiverRepeatsOurSecrets_TheyAreMasked()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(http =>
        {
            http.Response.StatusCode = 400;
            return http.Response.WriteAsync($"bad: {http.Request.Headers.Authorization} {http.Request.Headers["X-Key"]} {http.Request.Path}");
        });
        List<Diagnostic> problems = [];
        SinkSettings settings = Settings(problems, ("auth.bearer", "s3cret-one"), ("headers.X-Key", "s3cret-two"), ("token", "s3cret-three"));
        using HttpSender sender = HttpSender.Create(settings, Context(TimeProvider.System));
        string token = settings.Required("token");
        HttpReply reply = await sender.SendAsync(HttpMethod.Post, server.Url("/" + token), "text/plain", Body, null, Cancel);
        Assert.Equal("HTTP 400: bad: Bearer *** *** /***", HttpVerdict.Reason(reply));
        Assert.Equal("HTTP 400: bad: Bearer *** *** /***", HttpVerdict.Default(reply).Reason);
        Assert.True(settings.Secrets.IsSecret("auth.bearer") && settings.Secrets.IsSecret("headers.X-Key") && settings.Secrets.IsSecret("token"));
        Assert.Empty(problems);
    }

    [Fact]
    public async Task SendAsync_Cancelled_Throws()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource stop = new();
        using HttpSender sender = Create();
        Task<HttpReply> sending = sender.SendAsync(HttpMethod.Post, UrlOf(listener), "text/plain", Body, null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public void Create_EverythingWrong_FindsEveryProblem()
    {
        List<Diagnostic> problems = [];
        SinkSettings settings = Settings(
            problems, ("timeout", "0s"), ("tls.ca", "/no/such.pem"), ("tls.key", "/no/such.key"), ("auth.password", "x"), ("headers.Content-Length", "5"), ("headers.X-A", "a\nb"), ("proxy", "socks"));
        HttpSender.Create(settings, Context(TimeProvider.System)).Dispose();
        Assert.Equal(
            ["sinks.x.headers.Content-Length", "sinks.x.headers.X-A", "sinks.x.auth.password", "sinks.x.timeout", "sinks.x.tls.key", "sinks.x.tls.ca", "sinks.x.proxy"],
            problems.Select(p => p.Path));
    }

    [Theory]
    [InlineData(200, SendOutcome.Accepted)]
    [InlineData(204, SendOutcome.Accepted)]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(401, SendOutcome.Misconfigured)]
    [InlineData(403, SendOutcome.Misconfigured)]
    [InlineData(404, SendOutcome.Misconfigured)]
    [InlineData(408, SendOutcome.Retry)]
    [InlineData(413, SendOutcome.TooLarge)]
    [InlineData(422, SendOutcome.Rejected)]
    [InlineData(429, SendOutcome.Retry)]
    [InlineData(500, SendOutcome.Retry)]
    [InlineData(503, SendOutcome.Retry)]
    public void Default_Status_MeansWhatTheContractSays(int status, SendOutcome outcome) =>
        Assert.Equal(outcome, HttpVerdict.Default(new HttpReply(status, "", null, null)).Outcome);

    [Fact]
    public void Line_LongTextWithControls_IsOneBoundedLine()
    {
        Assert.Equal("a b c", HttpVerdict.Line("\r\na\n\n \tb\u0007c  "));
        Assert.Equal(HttpVerdict.MaxReason - 1, HttpVerdict.Line(new string('x', HttpVerdict.MaxReason - 1) + "😀").Length);
    }

    private static async Task ServeAsync(TcpListener listener, string beginning, bool closes)
    {
        TcpClient client = await listener.AcceptTcpClientAsync(Cancel);
        await client.GetStream().ReadAtLeastAsync(new byte[65_536], 20, cancellationToken: Cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning), Cancel);
        if (closes)
        {
            client.Dispose();
        }
    }

    private static async Task ServeOneThenDieAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancel);
        NetworkStream stream = client.GetStream();
        await ReadRequestAsync(stream);
        await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), Cancel);
        await ReadRequestAsync(stream);
        client.Close();
        listener.Stop();
    }

    private static async Task ReadRequestAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[65_536];
        int length = 0;
        while (!buffer.AsSpan(0, length).EndsWith(Body))
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), Cancel);
        }
    }

    private static Uri UrlOf(TcpListener listener) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    private static HttpSender Create(params (string Path, string Text)[] settings) => Create(TimeProvider.System, settings);

    private static HttpSender Create(TimeProvider time, params (string Path, string Text)[] settings)
    {
        List<Diagnostic> problems = [];
        HttpSender sender = HttpSender.Create(Settings(problems, settings), Context(time));
        Assert.Empty(problems);
        return sender;
    }

    private static SinkContext Context(TimeProvider time) => new() { Name = "x", Time = time, Logger = NullLogger.Instance, HostName = "here", Version = "1.2" };

    private static SinkSettings Settings(List<Diagnostic> problems, params (string Path, string Text)[] settings)
    {
        Dictionary<string, SettingNode> members = settings.Where(s => !s.Path.Contains('.', StringComparison.Ordinal)).ToDictionary(s => s.Path, s => new SettingNode(s.Text));
        foreach (IGrouping<string, (string Path, string Text)> section in settings.Where(s => s.Path.Contains('.', StringComparison.Ordinal)).GroupBy(s => s.Path.Split('.')[0]))
        {
            members[section.Key] = new SettingNode(section.ToDictionary(s => s.Path.Split('.', 2)[1], s => new SettingNode(s.Text)));
        }

        return new SinkSettings("sinks.x", members, problems);
    }
}
