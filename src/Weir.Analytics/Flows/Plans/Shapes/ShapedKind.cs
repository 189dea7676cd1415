namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>What an expression comes to on packets of one layout.</summary>
internal enum ShapedKind : byte
{
    /// <summary>It has to be evaluated on every sample.</summary>
    Open,

    /// <summary>It has to be evaluated on every sample, and is a text as a rule.</summary>
    Text,

    /// <summary>It has to be evaluated on every sample, and is a number of at most 32 bits as a rule.</summary>
    Number,

    /// <summary>Null on all of them.</summary>
    Null,

    /// <summary>The same value on all of them.</summary>
    Constant,

    /// <summary>Bits at a known place of the header.</summary>
    Field,

    /// <summary>Sixteen bytes at a known place of the header.</summary>
    WideField,

    /// <summary>Length of the packet.</summary>
    Length,

    /// <summary>Whether a field lies between two numbers.</summary>
    Range,
}
