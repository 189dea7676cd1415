namespace Weir.Export.Settings;

/// <summary>A setting as written: a text, a list or a map, from YAML or from properties.</summary>
public sealed class SettingNode
{
    /// <summary>A text.</summary>
    public SettingNode(string text) => Text = text;

    /// <summary>A list.</summary>
    public SettingNode(IReadOnlyList<SettingNode> items) => Items = items;

    /// <summary>A map.</summary>
    public SettingNode(IReadOnlyDictionary<string, SettingNode> members) => Members = members;

    /// <summary>The text; null unless it is one.</summary>
    public string? Text { get; }

    /// <summary>The list; null unless it is one.</summary>
    public IReadOnlyList<SettingNode>? Items { get; }

    /// <summary>The map; null unless it is one.</summary>
    public IReadOnlyDictionary<string, SettingNode>? Members { get; }
}
