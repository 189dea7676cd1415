namespace Weir.Analytics.Flows;

/// <summary>Which samples share one flow table (flow definition attribute <c>aggMode</c>).</summary>
public enum AggregationMode
{
    /// <summary>One table per data source.</summary>
    DataSource,

    /// <summary>One table per agent: all its data sources pooled.</summary>
    Agent,

    /// <summary>One network-wide table over the edge ports of the topology.</summary>
    Edge,

    /// <summary>One network-wide table over the inter-switch links of the topology.</summary>
    Core,

    /// <summary>One network-wide table over everything.</summary>
    All,
}
