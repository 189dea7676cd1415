using System.Net.Http.Headers;
using System.Text;

namespace Weir.Web.Tests.Routing;

public class AccessTests
{
    [Theory]
    [InlineData(null, 401)]
    [InlineData("Basic b3BzOnNlY3JldA==", 200)]
    [InlineData("basic b3BzOnNlY3JldA==", 200)]
    [InlineData("Basic b3BzOndyb25n", 401)]
    [InlineData("Basic %%%", 401)]
    [InlineData("Basic ", 401)]
    [InlineData("Bearer t0ken", 200)]
    [InlineData("Bearer t0ke", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData("Digest x", 401)]
    public async Task Get_WithSecretsConfigured_NeedsOneOfThem(string? authorization, int status)
    {
        await using WebFixture web = await StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/version");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using HttpResponseMessage response = await web.Client.SendAsync(request, WebFixture.Cancel);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Any(h => h.Scheme == "Basic"));
    }

    [Fact]
    public async Task Get_InternalToken_IsAccepted()
    {
        await using WebFixture web = await StartAsync();
        web.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", web.Web.InternalToken);
        Assert.Equal("9.8-76", await web.GetTextAsync("/version"));
    }

    [Fact]
    public async Task Get_UserWithColonInPasswordAndUmlaut_IsAccepted()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => (o.User, o.Password) = ("Jürg", "a:b"));
        web.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("Jürg:a:b")));
        Assert.Equal("9.8-76", await web.GetTextAsync("/version"));
    }

    [Fact]
    public async Task Get_Probes_NeedNoSecret()
    {
        await using WebFixture web = await StartAsync();
        Assert.Equal("OK\n", await web.GetTextAsync("/healthz"));
        Assert.Equal("OK\n", await web.GetTextAsync("/readyz"));
        foreach (string path in (string[])["/metrics", "/", "/html/index.html", "/healthz/../version", "/no/such"])
        {
            Assert.Equal(401, await web.StatusAsync(HttpMethod.Get, path));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 400)]
    [InlineData("Sec-Fetch-Site", "none", 400)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost", 400)]
    [InlineData("X-Nothing", "x", 400)]
    public async Task Post_FromAPageOfAnotherSite_IsForbidden(string header, string value, int status)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/flow/f/json") { Content = new StringContent("no json") };
        request.Headers.Add(header, value);
        using HttpResponseMessage response = await web.Client.SendAsync(request, WebFixture.Cancel);
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static Task<WebFixture> StartAsync() =>
        WebFixture.StartAsync(o => (o.User, o.Password, o.Token) = ("ops", "secret", "t0ken"));
}
