using System.Text.Json;

namespace Weir.Scripting.Tests;

public sealed class EmitTests
{
    [Fact]
    public async Task Emit_WholeEvent_ReturnsItsIdAndCarriesEveryMember()
    {
        RecordingEvents events = new();
        await using ScriptLab lab = await new ScriptLab()
            .App("guard", "g.js", "var id = emit({kind: 'ddos', severity: 'warning', subject: '192.0.2.9', message: 'filter', fields: {pps: 12.5, list: [1], gone: undefined, bad: NaN}}); setHttpHandler(function() { return [id]; });")
            .StartAsync(events: events);
        Assert.Equal("""["id-of-ddos"]""", (await lab.JsonAsync("guard~g.js/json")).GetRawText());
        (string service, string json) = Assert.Single(events.Said);
        Assert.Equal("guard", service);
        Assert.Equal("""{"kind":"ddos","severity":"warning","subject":"192.0.2.9","message":"filter","fields":{"pps":12.5,"list":[1],"bad":null}}""", json);
    }

    [Fact]
    public async Task Emit_FromScriptFile_IsOfTheScriptsName()
    {
        RecordingEvents events = new();
        await using ScriptLab lab = await new ScriptLab().Script("ddos-protect.js", "emit({kind: 'x', message: 'm'});").StartAsync(events: events);
        Assert.Equal("ddos-protect", Assert.Single(events.Said).Service);
    }

    [Theory]
    [InlineData("emit()", "emit: kind: is missing; message: is missing")]
    [InlineData("emit({})", "emit: kind: is missing; message: is missing")]
    [InlineData("emit({kind: 'full', message: 'm'})", "emit: the event was not stored: no space left on device")]
    public async Task Emit_Refused_ThrowsWhatIsWrong(string call, string message)
    {
        RecordingEvents events = new();
        await using ScriptLab lab = await new ScriptLab()
            .Script("t.js", $"var m; try {{ {call}; }} catch (e) {{ m = e.message; }} setHttpHandler(function() {{ return [m]; }});")
            .StartAsync(events: events);
        Assert.Equal(message, (await lab.JsonAsync("t.js/json"))[0].GetString());
    }

    [Fact]
    public async Task Emit_WaitingForTheDisk_HoldsUpOnlyItsScriptAndNotItsWatchdog()
    {
        RecordingEvents events = new();
        await using ScriptLab lab = new ScriptLab()
            .Script("slow.js", "setIntervalHandler(function() { clearIntervalHandler(); logInfo('got ' + emit({kind: 'slow', message: 'm'})); }, 0.1);")
            .Script("quick.js", "setIntervalHandler(function() { emit({kind: 'quick', message: 'm'}); }, 0.1);");
        lab.Options.Timeout = TimeSpan.FromSeconds(0.5);
        await lab.StartAsync(events: events);
        await lab.UntilAsync(() => events.Said.Any(e => e.Service == "slow"), "event of the slow script");
        await lab.UntilAsync(() => events.Said.Count(e => e.Service == "quick") > 20, "twenty events of the other script");
        Assert.False(lab.Log.Has("got id-of-slow"));
        events.Release();
        await lab.UntilLogAsync("got id-of-slow");
    }

    [Fact]
    public async Task Emit_WhereEventsAreNotKept_GivesIdsAndSaysSoOnce()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Script("t.js", "var ids = [emit({id: 'mine', kind: 'x', message: 'm'}), emit({kind: 'x', message: 'm'})]; setHttpHandler(function() { return ids; });")
            .StartAsync();
        JsonElement ids = await lab.JsonAsync("t.js/json");
        Assert.Equal("mine", ids[0].GetString());
        Assert.Equal(32, ids[1].GetString()!.Length);
        Assert.Single(lab.Log.Lines, l => l.Contains("events are not kept here", StringComparison.Ordinal));
    }
}
