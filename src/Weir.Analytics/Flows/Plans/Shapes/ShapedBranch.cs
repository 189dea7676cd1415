namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>The decision tree over all filters on packets of one layout: what is decided there is gone from it.</summary>
/// <param name="Test">What must hold for everything below.</param>
/// <param name="Plans">Plans all whose conditions hold here.</param>
/// <param name="Branches">Plans with further conditions.</param>
internal sealed record ShapedBranch(ShapedTest Test, ShapedPlan[] Plans, ShapedBranch[] Branches)
{
    /// <summary>Looks at a tree under a layout.</summary>
    public static ShapedBranch Build(PlanBranch tree, PacketShape shape)
    {
        List<ShapedPlan> plans = [];
        List<ShapedBranch> branches = [];
        Add(tree, shape, plans, branches);
        return new ShapedBranch(ShapedTest.Always, [.. plans], [.. branches]);
    }

    /// <summary>Bytes of the header that must be there for the tree to be walked.</summary>
    public int NeededBytes() => Math.Max(
        Test.NeededBytes,
        Math.Max(Plans.Select(plan => plan.NeededBytes).DefaultIfEmpty().Max(), Branches.Select(branch => branch.NeededBytes()).DefaultIfEmpty().Max()));

    private static void Add(PlanBranch tree, PacketShape shape, List<ShapedPlan> plans, List<ShapedBranch> branches)
    {
        ShapedTest test = tree.Condition?.Under(shape) ?? ShapedTest.Always;
        if (test.Decided == false)
        {
            return;
        }

        if (test.Decided == true)
        {
            AddContent(tree, shape, plans, branches);
            return;
        }

        List<ShapedPlan> inner = [];
        List<ShapedBranch> further = [];
        AddContent(tree, shape, inner, further);
        if (inner.Count + further.Count > 0)
        {
            branches.Add(new ShapedBranch(test, [.. inner], [.. further]));
        }
    }

    private static void AddContent(PlanBranch tree, PacketShape shape, List<ShapedPlan> plans, List<ShapedBranch> branches)
    {
        plans.AddRange(tree.Plans.Select(plan => new ShapedPlan(plan, shape)));
        foreach (PlanBranch next in tree.Branches)
        {
            Add(next, shape, plans, branches);
        }
    }
}
