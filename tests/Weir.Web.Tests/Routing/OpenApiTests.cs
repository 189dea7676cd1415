using System.Text.Json;
using Weir.Web.Routing;

namespace Weir.Web.Tests.Routing;

public class OpenApiTests
{
    [Fact]
    public async Task Get_OpenApi_ListsEveryMappedRoute()
    {
        await using WebFixture web = await WebFixture.StartAsync(scripts: new RecordingScripts(), forwarding: new ForwardingTable(), bgp: new BgpTable(), events: new KeptEvents(), sinks: new SinkTable());
        JsonElement document = await web.GetJsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        JsonElement paths = document.GetProperty("paths");
        foreach (WebRoute route in web.Web.Routes)
        {
            JsonElement path = paths.GetProperty(OpenApiDocument.Template(route.Pattern));
            foreach (string method in route.Methods.Where(m => m != "HEAD"))
            {
                JsonElement operation = path.GetProperty(method.ToLowerInvariant());
                Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
                int parameters = operation.GetProperty("parameters").EnumerateArray().Count(p => p.GetProperty("in").GetString() == "path");
                Assert.Equal(route.Segments.Count(s => s.StartsWith('{')), parameters);
            }
        }

        Assert.Equal(web.Web.Routes.Select(r => OpenApiDocument.Template(r.Pattern)).Distinct().Count(), paths.EnumerateObject().Count());
    }

    [Fact]
    public async Task Documentation_ListsEveryMappedRoute()
    {
        await using WebFixture web = await WebFixture.StartAsync(scripts: new RecordingScripts(), forwarding: new ForwardingTable(), bgp: new BgpTable(), events: new KeptEvents(), sinks: new SinkTable());
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Weir.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        string text = await File.ReadAllTextAsync(Path.Combine(root!, "docs", "rest.md"), WebFixture.Cancel);
        IEnumerable<string> missing = web.Web.Routes
            .Select(r => OpenApiDocument.Template(r.Pattern))
            .Distinct()
            .Where(p => !text.Contains($"`{p}`", StringComparison.Ordinal));
        Assert.Empty(missing);
    }
}
