using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Every flow key there is, by name. Immutable; made once per process.</summary>
public static class KeyCatalog
{
    private static readonly FrozenDictionary<string, KeyDefinition> Keys = Create();

    /// <summary>All keys, in no particular order.</summary>
    public static IReadOnlyList<KeyDefinition> All { get; } = Keys.Values;

    /// <summary>Resolves a name, with or without a layer suffix.</summary>
    /// <param name="name">For example <c>ipsource.1</c>.</param>
    /// <param name="key">The key, when true.</param>
    /// <param name="error">What is wrong with the name, with the nearest names, when false.</param>
    /// <param name="allowCustom">True to take an unknown name as the name of an rtflow field.</param>
    public static bool TryResolve(string name, out KeyReference key, [NotNullWhen(false)] out string? error, bool allowCustom = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        error = null;
        if (Keys.TryGetValue(name, out KeyDefinition? definition))
        {
            key = new KeyReference(definition, 0);
            return true;
        }

        int occurrence = ParseSuffix(name, out string plain);
        if (occurrence >= 0 && Keys.TryGetValue(plain, out definition))
        {
            key = new KeyReference(definition, occurrence);
            if (definition.Kind != LayerKind.None)
            {
                return true;
            }

            error = $"key '{plain}' belongs to no packet header and takes no suffix '.{occurrence}'";
            return false;
        }

        key = default;
        if (allowCustom && IsIdentifier(name))
        {
            key = new KeyReference(CustomKeys.Create(name), 0);
            return true;
        }

        error = $"unknown key '{name}'{KeySuggestions.For(plain, Keys.Keys)}";
        return false;
    }

    /// <summary>Number behind the last dot, 0 to 23; -1 when there is none.</summary>
    private static int ParseSuffix(string name, out string plain)
    {
        int dot = name.LastIndexOf('.');
        if (dot > 0
            && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int occurrence)
            && occurrence < PacketHeaders.MaxLayers)
        {
            plain = name[..dot];
            return occurrence;
        }

        plain = name;
        return -1;
    }

    private static bool IsIdentifier(string name) =>
        name.Length is > 0 and <= 64 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    private static FrozenDictionary<string, KeyDefinition> Create()
    {
        KeyListBuilder list = new();
        LinkKeys.AddTo(list);
        NetworkKeys.AddTo(list);
        TransportKeys.AddTo(list);
        UnreachableKeys.AddTo(list);
        TunnelKeys.AddTo(list);
        SampleKeys.AddTo(list);
        RecordKeys.AddTo(list);
        GatewayKeys.AddTo(list);
        ApplicationKeys.AddTo(list);
        GroupKeys.AddTo(list);
        return list.Keys.ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);
    }
}
