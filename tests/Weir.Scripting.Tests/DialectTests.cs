using System.Text.Json;

namespace Weir.Scripting.Tests;

public sealed class DialectTests
{
    [Theory]
    [InlineData("var agents = [1]; let version = 'v'; const metric = 2; function table() { return 3; }", "agents[0] + version + metric + table()", "1v23")]
    [InlineData("implicit = 5; for (key in {a: 1}) { last = key; }", "implicit + last", "5a")]
    [InlineData("var s = 0; for each (var x in {a: 1, b: 2}) s += x;", "'' + s", "3")]
    [InlineData("var f = [3, 1, 2].sort(function(a, b) a - b);", "f.join()", "1,2,3")]
    [InlineData("var [, b, {c: d}] = [1, 2, {c: 3}];", "`${b}${d}${2 ** 3}`", "238")]
    [InlineData("var t = typeof setTimeout + typeof URL + typeof Buffer + typeof require + typeof console.log;", "t", "functionfunctionfunctionfunctionfunction")]
    [InlineData("var made = JSON.parse('[1]') instanceof Array && require('fs').readFileSync instanceof Function;", "'' + made", "true")]
    [InlineData("class Trend { constructor() { this.points = []; } } var t = new Trend(); t.points[2] = 1;", "JSON.stringify(t)", "{\"points\":[null,null,1]}")]
    public async Task Script_UsesLanguage_GivesExpectedValue(string source, string expression, string expected)
    {
        JsonElement value = await ScriptLab.EvaluateAsync(source, expression);
        Assert.Equal(expected, value.GetString());
    }

    [Fact]
    public async Task WrapGlobals_InHeadComment_PutsTheApiOnOneObject()
    {
        const string Source = """
            // author: Somebody
            // version: 1.2
            // wrapglobals: rt
            var setFlow = 'mine';
            rt.setHttpHandler(function(req) { return [typeof logInfo, typeof rt.logInfo, setFlow]; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("w.js", Source).StartAsync();
        JsonElement answer = await lab.JsonAsync("w.js/json");
        Assert.Equal("""["undefined","function","mine"]""", answer.GetRawText());
        Assert.Equal(("Somebody", "1.2", "running"), (lab.Only.Author, lab.Only.Version, lab.Only.State));
    }

    [Fact]
    public async Task Include_OfFileNextToScript_SharesTheGlobalScope()
    {
        await using ScriptLab lab = new ScriptLab().App("demo", "main.js", """
            include(scriptdir() + '/inc/trend.js');
            include('extras/json2.js');
            var made = new Trend(3);
            setHttpHandler(function(req) { return made.max + helper; });
            """);
        lab.Write("app/demo/scripts/inc/trend.js", "function Trend(max) { this.max = max; }\nhelper = 4; for each (var i in [1]) helper += i;");
        await lab.StartAsync();
        Assert.Equal(8, (await lab.JsonAsync("demo~main.js/json")).GetInt32());
        Assert.Single(lab.Manager.Scripts);
        Assert.Equal("demo", Assert.Single(lab.Manager.ScriptsOf("demo")).App);
    }

    [Fact]
    public async Task Scripts_UsingTheSameGlobal_DoNotSeeEachOther()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Script("a.js", "lokiEvent = {a: 1}; setHttpHandler(function() { return typeof lokiEvent; });")
            .Script("b.js", "setHttpHandler(function() { return typeof lokiEvent; });")
            .StartAsync();
        Assert.Equal("object", (await lab.JsonAsync("a.js/json")).GetString());
        Assert.Equal("undefined", (await lab.JsonAsync("b.js/json")).GetString());
    }

    [Fact]
    public async Task SyntaxError_InOneScript_NamesFileAndLineAndLeavesTheOther()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Script("bad.js", "var a = 1;\nvar b = ;\n")
            .Script("good.js", "setHttpHandler(function() { return 1; });")
            .StartAsync();
        Assert.True(lab.Log.Has($"Error script bad.js: {Path.Combine(lab.Root, "bad.js")}:2: SyntaxError"), string.Join('\n', lab.Log.Lines));
        Assert.Equal("failed", lab.Manager.Scripts[0].State);
        Assert.Equal(1, (await lab.JsonAsync("good.js/json")).GetInt32());
    }

    [Fact]
    public async Task TopLevel_Throws_NamesFileAndLine()
    {
        await using ScriptLab lab = await new ScriptLab().Script("t.js", "var a = 1;\n\nundefinedFunction();\n").StartAsync();
        Assert.True(lab.Log.Has("t.js:3: ReferenceError: undefinedFunction is not defined"), string.Join('\n', lab.Log.Lines));
        Assert.Equal("failed", lab.Only.State);
    }

    [Fact]
    public async Task MissingFile_AmongOthers_IsNamedAndOthersRun()
    {
        await using ScriptLab lab = new ScriptLab().Script("gone.js", "").Script("here.js", "setHttpHandler(function() { return 2; });");
        File.Delete(Path.Combine(lab.Root, "gone.js"));
        await lab.StartAsync();
        Assert.True(lab.Log.Has($"Error script gone.js: there is no file {Path.Combine(lab.Root, "gone.js")}"));
        Assert.Equal(2, (await lab.JsonAsync("here.js/json")).GetInt32());
    }

    [Fact]
    public async Task NodeMissing_AtStart_SaysWhatIsNeeded()
    {
        await using ScriptLab lab = new ScriptLab().Script("t.js", "");
        lab.Options.NodePath = "/nonexistent/node";
        await lab.StartAsync();
        Assert.Equal("failed", lab.Only.State);
        Assert.True(lab.Log.Has("scripts need Node.js 18 or later"));
    }

    [Fact]
    public async Task Timers_AndPromises_Run()
    {
        const string Source = """
            var seen = [];
            setTimeout(function(a) { seen.push('timeout' + a); }, 1, 7);
            Promise.resolve(1).then(function() { seen.push('promise'); });
            setHttpHandler(function() { return seen.sort(); });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("t.js", Source).StartAsync();
        JsonElement seen = default;
        while (seen.ValueKind != JsonValueKind.Array || seen.GetArrayLength() < 2)
        {
            seen = await lab.JsonAsync("t.js/json");
        }

        Assert.Equal("""["promise","timeout7"]""", seen.GetRawText());
    }

    [Fact]
    public async Task Console_AndLogFunctions_ReachTheLog()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Script("t.js", "console.log('to out'); console.error('to err'); logInfo({toString: function() { return 'as text'; }}); logWarning(null); logSevere('bad'); logFine('fine');")
            .StartAsync();
        foreach (string line in new[] { "Information script t.js: to out", "Warning script t.js: to err", "Information script t.js: as text", "Warning script t.js: null", "Error script t.js: bad", "Debug script t.js: fine" })
        {
            await lab.UntilLogAsync(line);
        }
    }

    [Fact]
    public async Task Require_OfPackageBesideTheScript_Works()
    {
        await using ScriptLab lab = new ScriptLab().Script("t.js", "var p = require('pkg'); setHttpHandler(function() { return p.twice(4); });");
        lab.Write("node_modules/pkg/index.js", "exports.twice = (x) => 2 * x;");
        await lab.StartAsync();
        Assert.Equal(8, (await lab.JsonAsync("t.js/json")).GetInt32());
    }
}
