namespace Weir.Analytics.Agents;

/// <summary>A 32-bit number that samples carry and that only grows until it wraps or begins again.</summary>
internal static class CumulativeNumber
{
    /// <summary>Growth since the last sample; 0 when the number began again or cannot be compared.</summary>
    /// <param name="outcome">What the sample's sequence said.</param>
    /// <param name="value">The number.</param>
    /// <param name="last">The number of the last sample; brought up to date.</param>
    /// <param name="known">True when there is one; brought up to date.</param>
    public static uint Step(SequenceOutcome outcome, uint value, ref uint last, ref bool known)
    {
        if (outcome is SequenceOutcome.Duplicate or SequenceOutcome.Late)
        {
            return 0;
        }

        uint step = unchecked(value - last);
        bool comparable = known && outcome != SequenceOutcome.Restart && step < int.MaxValue;
        last = value;
        known = true;
        return comparable ? step : 0;
    }
}
