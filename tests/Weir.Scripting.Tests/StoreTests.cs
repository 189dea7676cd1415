using System.Text.Json;

namespace Weir.Scripting.Tests;

public sealed class StoreTests
{
    private const string Keeper = """
        setHttpHandler(function(req) {
          var key = req.query.key && req.query.key[0];
          switch (req.path[0]) {
            case 'get': return [storeGet(key), Object.assign({d: 1}, storeGet(key)), storeKeys()];
            case 'set': storeSet(key, req.body); return true;
            case 'clear': storeSet(key); return true;
            case 'delete': return storeDelete(key);
          }
        });
        """;

    [Fact]
    public async Task StoreSet_OverRestart_KeepsValue()
    {
        await using ScriptLab lab = await new ScriptLab().Script("k.js", Keeper).Script("other.js", Keeper).StartAsync();
        Assert.Equal("""[null,{"d":1},[]]""", (await lab.JsonAsync("k.js/get/json?key=groups")).GetRawText());
        await lab.AskAsync("k.js/set/json?key=groups", "POST", """{"a":["10.0.0.0/8"],"d":2}""");
        await lab.RestartAsync();
        Assert.Equal("""[{"a":["10.0.0.0/8"],"d":2},{"d":2,"a":["10.0.0.0/8"]},["groups"]]""", (await lab.JsonAsync("k.js/get/json?key=groups")).GetRawText());
        Assert.Equal("""[null,{"d":1},[]]""", (await lab.JsonAsync("other.js/get/json?key=groups")).GetRawText());
        await lab.AskAsync("k.js/clear/json?key=groups");
        Assert.Equal("""[null,{"d":1},[]]""", (await lab.JsonAsync("k.js/get/json?key=groups")).GetRawText());
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("with space.and.ünïcode")]
    public async Task StoreSet_AnyKey_StaysInsideItsDirectory(string key)
    {
        string literal = JsonSerializer.Serialize(key);
        await using ScriptLab lab = await new ScriptLab()
            .Script("k.js", $"storeSet({literal}, 1); setHttpHandler(function() {{ return [storeGet({literal}), storeKeys()]; }});")
            .StartAsync();
        JsonElement got = await lab.JsonAsync("k.js/json");
        Assert.Equal(1, got[0].GetInt32());
        Assert.Equal(key, got[1][0].GetString());
        string file = Assert.Single(Directory.GetFiles(lab.Root, "*.json", SearchOption.AllDirectories));
        Assert.Equal(Path.Combine(lab.Root, "store", "k.js"), Path.GetDirectoryName(file));
    }

    [Fact]
    public async Task SharedSet_WithinApp_IsCopiedAndNotSeenElsewhere()
    {
        await using ScriptLab lab = await new ScriptLab()
            .App("one", "a.js", "var v = {n: 1}; sharedSet('opt', v); v.n = 2; setHttpHandler(function() { return sharedGet('opt'); });")
            .App("one", "b.js", "setHttpHandler(function() { return sharedGet('opt'); });")
            .App("two", "c.js", "setHttpHandler(function() { return [sharedGet('opt')]; });")
            .StartAsync();
        Assert.Equal("""{"n":1}""", (await lab.JsonAsync("one~b.js/json")).GetRawText());
        Assert.Equal("[null]", (await lab.JsonAsync("two~c.js/json")).GetRawText());
    }

    [Fact]
    public async Task Store_TooLongKey_Throws()
    {
        JsonElement got = await ScriptLab.EvaluateAsync("var m; try { storeSet('x'.repeat(300), 1); } catch (e) { m = e.message; }", "m");
        Assert.Contains("too long", got.GetString(), StringComparison.Ordinal);
    }
}
