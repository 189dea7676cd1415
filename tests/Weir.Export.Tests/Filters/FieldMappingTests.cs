using Weir.Analytics;
using Weir.Export.Events;
using Weir.Export.Filters;
using Weir.Export.Settings;

namespace Weir.Export.Tests.Filters;

public class FieldMappingTests
{
    private static readonly WeirEvent Event = new() { Id = "1", TimeNs = 1, Kind = "k", Message = "m", Fields = [new("a", FieldValue.Of(1)), new("b", FieldValue.Of(2)), new("c", FieldValue.Of(3))] };

    [Fact]
    public void Apply_DropRenameAdd_InThisOrder()
    {
        FieldMapping mapping = Read([], ("drop", ["a"]), ("rename", ["b=x"]), ("add", ["site=ams1"]));
        Assert.Equal("x=2 c=3 site=ams1", Text(mapping.Apply(Event)));
        Assert.Equal("a=1 b=2 c=3", Text(Event));
    }

    [Fact]
    public void Apply_NewNameThatIsTaken_ReplacesTheFieldThatHadIt()
    {
        Assert.Equal("b=1 c=3", Text(Read([], ("rename", ["a=b"])).Apply(Event)));
        Assert.Equal("b=1 a=2 c=3", Text(Read([], ("rename", ["a=b", "b=a"])).Apply(Event)));
        Assert.Equal("b=2 a=new", Text(Read([], ("add", ["a=new"]), ("rename", ["c=a"])).Apply(Event)));
    }

    [Fact]
    public void Apply_Nothing_GivesTheSameEvent() => Assert.Same(Event, Read([]).Apply(Event));

    [Fact]
    public void Read_TwoFieldsOfOneNewName_IsRefused()
    {
        List<Diagnostic> problems = [];
        Read(problems, ("rename", ["a=x", "b=x", "c="]));
        Assert.Equal(["fields.rename", "fields.rename"], problems.Select(p => p.Path));
    }

    private static string Text(WeirEvent item) => string.Join(' ', item.Fields.Select(f => $"{f.Name}={f.Value}"));

    private static FieldMapping Read(List<Diagnostic> problems, params (string Name, string[] Entries)[] settings)
    {
        Dictionary<string, SettingNode> members = settings.ToDictionary(
            s => s.Name,
            s => s.Name == "drop"
                ? new SettingNode([.. s.Entries.Select(e => new SettingNode(e))])
                : new SettingNode(s.Entries.ToDictionary(e => e.Split('=')[0], e => new SettingNode(e.Split('=')[1]))));
        return FieldMapping.Read(new SinkSettings("fields", members, problems));
    }
}
