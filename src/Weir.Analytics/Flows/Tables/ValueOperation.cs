namespace Weir.Analytics.Flows.Tables;

/// <summary>What is made of the values of a flow's samples.</summary>
internal enum ValueOperation
{
    /// <summary>Decaying rate per second, scaled by sampling (<c>rate:k</c>, <c>sum:k</c>, or the plain key).</summary>
    Rate,

    /// <summary>Number of distinct values (<c>count:k</c>).</summary>
    Count,

    /// <summary>Mean over packets (<c>avg:k</c>).</summary>
    Average,

    /// <summary>Smallest value (<c>min:k</c>).</summary>
    Minimum,

    /// <summary>Largest value (<c>max:k</c>).</summary>
    Maximum,

    /// <summary>Newest value (<c>last:k</c>).</summary>
    Last,
}
