using Weir.Analytics.Groups;
using Xunit;

namespace Weir.Analytics.Tests.Groups;

public sealed class GroupSetsTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Definition = new() { ["a"] = ["10.0.0.0/8"] };

    [Fact]
    public void GetHandle_BeforeTheSetIsDefined_SeesItLater()
    {
        GroupSets sets = new();
        GroupSetHandle handle = sets.GetHandle("x");
        Assert.Null(handle.Current);
        Assert.Empty(sets.Defined);

        sets.Set("x", GroupSet.Build(Definition, 5, out _)!);
        Assert.Equal(5, handle.Current!.UpdatedMs);
        Assert.Single(sets.Defined);
        Assert.True(sets.Clear("x"));
        Assert.Null(handle.Current);
        Assert.False(sets.Clear("x"));
    }

    [Fact]
    public void ValueMap_Find_ComparesTextExactly()
    {
        ValueMap map = new(new Dictionary<string, IReadOnlyList<string>> { ["web"] = ["80", "443"], ["Web"] = ["8080"] }, 0);

        Assert.Equal("web", map.Find("443"));
        Assert.Equal("Web", map.Find("8080".AsSpan()));
        Assert.Null(map.Find("0443"));
    }
}
