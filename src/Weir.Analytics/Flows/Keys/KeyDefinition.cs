using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>One key of the catalogue: its name, what it means and how it is read from a sample.</summary>
public sealed class KeyDefinition
{
    /// <summary>Stands in <see cref="Tags"/> for dropped packet notifications as such.</summary>
    public const uint DiscardTag = uint.MaxValue;

    internal KeyDefinition(string name, KeyType type, KeyOrigin origin, KeyStatus status, string description, KeyEvaluator evaluator)
    {
        Name = name;
        Type = type;
        Kind = origin.Kind;
        TagList = origin.Tags;
        Status = status;
        Description = description;
        Evaluator = evaluator;
    }

    /// <summary>Name without suffix, in lower case.</summary>
    public string Name { get; }

    /// <summary>Usual type of the values; a value's own type counts.</summary>
    public KeyType Type { get; }

    /// <summary>The header the key belongs to, which makes a suffix <c>.1</c> legal; <see cref="LayerKind.None"/> for others.</summary>
    public LayerKind Kind { get; }

    /// <summary>Formats of the flow records the key can also be read from.</summary>
    public ReadOnlySpan<uint> Tags => TagList;

    /// <summary>True when the key can be used as a flow's value.</summary>
    public bool IsNumeric => Type == KeyType.Number;

    /// <summary>How sure the name and form are.</summary>
    public KeyStatus Status { get; }

    /// <summary>What the key means, its unit and form: one line for documentation.</summary>
    public string Description { get; }

    /// <summary>Reads the value.</summary>
    public KeyEvaluator Evaluator { get; }

    internal uint[] TagList { get; }

    /// <summary>The header field the key is; null when it is read in a way of its own.</summary>
    internal PacketField? Field { get; init; }

    /// <summary>The 32-bit number of a flow record that the key is; null when it is read in another way.</summary>
    internal RecordField? Word { get; init; }

    /// <summary>Reads the value from a sample; false when the sample does not have it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="occurrence">0 for the outermost header of the kind, 1 for the next one inside.</param>
    /// <param name="value">The value, when true.</param>
    public bool TryGet(scoped ref SampleContext sample, int occurrence, out KeyValue value) => Evaluator(ref sample, occurrence, out value);
}
