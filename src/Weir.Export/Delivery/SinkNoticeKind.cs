namespace Weir.Export.Delivery;

/// <summary>What a <see cref="SinkNotice"/> is about.</summary>
public enum SinkNoticeKind
{
    /// <summary>The circuit opened, or the receiver refuses until a person mends something.</summary>
    Failing,

    /// <summary>It works again.</summary>
    Recovered,

    /// <summary>Events were given up; told at most once a minute.</summary>
    GivenUp,
}
