namespace Weir.Analytics.Flows.Language;

/// <summary>How large a definition may be. The limits protect the engine from a typing error or a hostile REST client.</summary>
internal static class DefinitionLimits
{
    /// <summary>Characters of one expression: a filter with 16,000 domain names takes about 400,000.</summary>
    public const int ExpressionLength = 1 << 20;

    /// <summary>Brackets or parentheses inside each other: published definitions need 4.</summary>
    public const int Depth = 32;

    /// <summary>Keys of one definition: the longest published one has 19.</summary>
    public const int Keys = 64;

    /// <summary>Extra values of one definition.</summary>
    public const int Values = 32;

    /// <summary>Literals of one comparison.</summary>
    public const int Literals = 200_000;
}
