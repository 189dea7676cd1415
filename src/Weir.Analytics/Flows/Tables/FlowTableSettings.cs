namespace Weir.Analytics.Flows.Tables;

/// <summary>What all tables of a shard have in common.</summary>
/// <param name="Capacity">Entries at the most.</param>
/// <param name="Seed">Makes hashes unpredictable for those who choose the keys; fixed in a replay.</param>
/// <param name="Distinct">Memory for sets of distinct values.</param>
internal sealed record FlowTableSettings(int Capacity, ulong Seed, DistinctBudget Distinct);
