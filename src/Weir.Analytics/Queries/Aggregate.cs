namespace Weir.Analytics.Queries;

/// <summary>How the values of several data sources become one.</summary>
internal enum Aggregate
{
    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Avg,

    /// <summary>Their variance, over all of them (divided by their number).</summary>
    Var,

    /// <summary>Their standard deviation, over all of them.</summary>
    Sdev,

    /// <summary>The median.</summary>
    Med,

    /// <summary>The first quartile.</summary>
    Q1,

    /// <summary>The second quartile: the median.</summary>
    Q2,

    /// <summary>The third quartile.</summary>
    Q3,

    /// <summary>Third quartile less first.</summary>
    Iqr,

    /// <summary>Whichever comes first.</summary>
    Any,
}
