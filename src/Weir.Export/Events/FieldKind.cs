namespace Weir.Export.Events;

/// <summary>What a <see cref="FieldValue"/> holds.</summary>
public enum FieldKind
{
    /// <summary>JSON null: known to be unknown.</summary>
    Null,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An array or object, as compact JSON text.</summary>
    Json,
}
