namespace Weir.Analytics.Counters;

/// <summary>A metric computed from others of its record.</summary>
/// <param name="Slot">Where its value goes.</param>
/// <param name="Inputs">Slots of its inputs.</param>
/// <param name="Formula">Computes it; an absent input is NaN, an absent result too.</param>
internal sealed record DerivedMetric(int Slot, int[] Inputs, Formula Formula);
