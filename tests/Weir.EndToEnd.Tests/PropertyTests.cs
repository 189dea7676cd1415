using System.Net.Http.Json;
using System.Text.Json;

namespace Weir.EndToEnd.Tests;

/// <summary>Where properties and scripts come from.</summary>
public class PropertyTests
{
    [Fact]
    public async Task Properties_OfEverySource_ReachScriptsAsTexts()
    {
        const string App = """
            include(scriptdir() + '/inc/names.js');
            setHttpHandler(function() { return names.map(function(n) { return getSystemProperty(n); }).concat(getSystemPropertyNames().indexOf('t.empty') >= 0); });
            """;
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            ["system.propertyFiles=more.properties", "t.line=4", "t.empty="],
            home =>
            {
                Directory.CreateDirectory(Path.Combine(home, "conf.d"));
                File.WriteAllText(Path.Combine(home, "conf.d", "a.conf"), "# comment\nt.conf = 1\nt.file=0\nt.environment=0\nt.line=0\n");
                File.WriteAllText(Path.Combine(home, "more.properties"), "t.file=2\nt.environment=0\nt.line=0\n");
                Directory.CreateDirectory(Path.Combine(home, "app", "demo", "scripts", "inc"));
                File.WriteAllText(Path.Combine(home, "app", "demo", "scripts", "inc", "names.js"), "names = ['t.conf', 't.file', 't.environment', 't.line', 't.empty', 't.none'];");
                File.WriteAllText(Path.Combine(home, "app", "demo", "scripts", "main.js"), App);
            },
            "-Dt.environment=3 -Dt.line=0");
        await weir.WaitForJsonAsync("app/demo/scripts/json", s => s.GetArrayLength() > 0 && s[0].GetProperty("state").GetString() == "running");
        JsonElement answer = await weir.Http.GetFromJsonAsync<JsonElement>("app/demo/scripts/main.js/json", TestContext.Current.CancellationToken);
        Assert.Equal("""["1","2","3","4","",null,true]""", JsonSerializer.Serialize(answer));
    }

    [Fact]
    public async Task ScriptFile_ListOfAbsolutePaths_LoadsEachWithoutAnApp()
    {
        DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("weir-scripts-");
        string[] files = [Path.Combine(elsewhere.FullName, "one.js"), Path.Combine(elsewhere.FullName, "two.js")];
        await File.WriteAllTextAsync(files[0], "logInfo('one runs');", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(files[1], "logInfo('two runs');", TestContext.Current.CancellationToken);
        await using (WeirProcess weir = await WeirProcess.ServeAsync([$"script.file={string.Join(',', files)}"]))
        {
            await weir.WaitForLogAsync("one runs");
            await weir.WaitForLogAsync("two runs");
        }

        elsewhere.Delete(recursive: true);
    }
}
