using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Web.Tests.Endpoints;

public sealed class StaticFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-html-");

    public StaticFilesTests()
    {
        Write("secret.txt", "outside");
        Write("html/index.html", "<title>app</title>");
        Write("html/js/app.js", "let a;");
        Write("html/js/data.json", "{}");
        Write("html/.git/config", "hidden");
        Write("html/tool.exe", "no type");
        Write("html/a b.txt", "blank");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", "text/html", "<title>app</title>")]
    [InlineData("index.html", "text/html", "<title>app</title>")]
    [InlineData("js/app.js", "text/javascript", "let a;")]
    [InlineData("js/data.json", "application/json", "{}")]
    [InlineData("a%20b.txt", "text/plain", "blank")]
    public async Task Get_File_HasItsTypeAndText(string path, string type, string text)
    {
        await using WebFixture web = await StartAsync();
        using HttpResponseMessage response = await web.Client.GetAsync("/app/ddos-protect/html/" + path, WebFixture.Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(text, await response.Content.ReadAsStringAsync(WebFixture.Cancel));
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/app/ddos-protect/html/../../secret.txt")]
    [InlineData("/app/ddos-protect/html/%2e%2e/secret.txt")]
    [InlineData("/app/ddos-protect/html/..%2fsecret.txt")]
    [InlineData("/app/ddos-protect/html/%2e%2e%2fsecret.txt")]
    [InlineData("/app/ddos-protect/html/..%5csecret.txt")]
    [InlineData("/app/ddos-protect/html/js/..%2f..%2f..%2fsecret.txt")]
    [InlineData("/app/ddos-protect/html/%252e%252e/secret.txt")]
    [InlineData("/app/ddos-protect/html/%2fetc%2fpasswd")]
    [InlineData("/app/ddos-protect/html//etc/passwd")]
    [InlineData("/app/ddos-protect/html/.git/config")]
    [InlineData("/app/ddos-protect/html/index.html%00.js")]
    [InlineData("/app/ddos-protect/html/index.html::$DATA")]
    [InlineData("/app/ddos-protect/html/tool.exe")]
    [InlineData("/app/ddos-protect/html/js")]
    [InlineData("/app/ddos-protect/html/none.html")]
    [InlineData("/app/../html/secret.txt")]
    [InlineData("/app/..%2f..%2fetc/html/passwd")]
    [InlineData("/html/..%2f..%2findex.html")]
    [InlineData("/html/%2e%2e/secret.txt")]
    [InlineData("/html/a/b.html")]
    [InlineData("/inc/jquery.min.js")]
    public async Task Get_PathOutsideOrUnknown_IsNotFound(string target)
    {
        await using WebFixture web = await StartAsync();
        HttpContext answer = await web.Server.SendAsync(http =>
        {
            // As a hostile client would write it, not as a library tidies it.
            http.Request.Method = "GET";
            http.Request.Path = Uri.UnescapeDataString(target).Replace("/../", "/", StringComparison.Ordinal);
            http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        }, WebFixture.Cancel);
        Assert.Equal(404, answer.Response.StatusCode);
        using StreamReader reader = new(answer.Response.Body);
        string body = await reader.ReadToEndAsync(WebFixture.Cancel);
        Assert.DoesNotContain("outside", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_FolderWithoutSlash_IsSentToTheSlash()
    {
        await using WebFixture web = await StartAsync();
        foreach (string path in (string[])["/app/ddos-protect/html", "/html"])
        {
            using HttpResponseMessage response = await web.Client.GetAsync(path, WebFixture.Cancel);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.Equal("html/", response.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task Get_KnownVersion_IsNotModified()
    {
        await using WebFixture web = await StartAsync();
        foreach (string path in (string[])["/app/ddos-protect/html/js/app.js", "/html/index.html"])
        {
            using HttpResponseMessage first = await web.Client.GetAsync(path, WebFixture.Cancel);
            EntityTagHeaderValue tag = first.Headers.ETag!;
            using HttpRequestMessage again = new(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(tag);
            using HttpResponseMessage second = await web.Client.SendAsync(again, WebFixture.Cancel);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        }
    }

    [Fact]
    public async Task Head_File_HasNoBody()
    {
        await using WebFixture web = await StartAsync();
        using HttpResponseMessage response = await web.SendAsync(HttpMethod.Head, "/app/ddos-protect/html/js/app.js");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(WebFixture.Cancel));
    }

    [Fact]
    public async Task Get_PagesTurnedOff_IsNotFound()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.Html = false, new RecordingScripts(Path.Combine(_folder.FullName, "html")));
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/app/ddos-protect/html/index.html"));
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/html/index.html"));
    }

    private Task<WebFixture> StartAsync() => WebFixture.StartAsync(scripts: new RecordingScripts(Path.Combine(_folder.FullName, "html")));

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
