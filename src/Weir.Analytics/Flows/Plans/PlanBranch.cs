namespace Weir.Analytics.Flows.Plans;

/// <summary>A node of the decision tree over all filters: plans that share a condition hang below it, so that its failure rejects all of them at once.</summary>
/// <param name="Condition">What must hold for everything below; null at the root.</param>
/// <param name="Plans">Plans all whose conditions hold here.</param>
/// <param name="Branches">Plans with further conditions.</param>
internal sealed record PlanBranch(FilterNode? Condition, FlowPlan[] Plans, PlanBranch[] Branches)
{
    /// <summary>Builds the tree: at every level the condition that most plans share comes first, the cheaper one of equals.</summary>
    /// <param name="condition">Condition of this node.</param>
    /// <param name="rest">Plans below it with the conditions still to be tested.</param>
    public static PlanBranch Build(FilterNode? condition, List<(FlowPlan Plan, List<FilterNode> Conditions)> rest)
    {
        FlowPlan[] done = [.. rest.Where(pair => pair.Conditions.Count == 0).Select(pair => pair.Plan)];
        List<(FlowPlan Plan, List<FilterNode> Conditions)> open = [.. rest.Where(pair => pair.Conditions.Count > 0)];
        List<PlanBranch> branches = [];
        while (open.Count > 0)
        {
            FilterNode best = open.SelectMany(pair => pair.Conditions)
                .GroupBy(node => node)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key.Cost)
                .ThenBy(group => group.Key.Id)
                .First().Key;
            branches.Add(Build(best, [.. open.Where(pair => pair.Conditions.Contains(best))
                .Select(pair => (pair.Plan, pair.Conditions.Where(node => node != best).ToList()))]));
            open.RemoveAll(pair => pair.Conditions.Contains(best));
        }

        return new PlanBranch(condition, done, [.. branches]);
    }
}
