namespace Weir.Analytics.Flows.Tables;

/// <content>What moves all flows at once: growing, and a new landmark.</content>
internal sealed partial class FlowTable
{
    // At most seven of eight slots are in use: fuller, and searches run through several groups.
    private const int SlotsPerEight = 8;
    private const int UsedPerEight = 7;

    private void Grow()
    {
        long used = ((long)Count + 1) * SlotsPerEight;
        if (used <= (long)_slots.Slots * UsedPerEight)
        {
            return;
        }

        int enough = (int)Math.Min(int.MaxValue, (((long)_capacity * SlotsPerEight) / UsedPerEight) + 1);
        SlotGroups before = _slots;
        _slots = new SlotGroups((int)Math.Min(enough, (long)before.Slots * 2));
        int[] places = new int[before.Slots];
        for (int slot = 0; slot < places.Length; slot++)
        {
            places[slot] = before.IsUsed(slot) ? _slots.Take(_records.Entry(slot).Hash) : -1;
        }

        MoveExpiry(places);
        _records = _records.Moved(places, _slots.Slots);
        _origins = Moved(_origins, places, 1);
        _details = _details is null ? null : Moved(_details, places, 1);
        double[] ranks = Moved(_ranks, places, 1);
        for (int slot = 0; slot < ranks.Length; slot++)
        {
            ranks[slot] = _slots.IsUsed(slot) ? ranks[slot] : double.PositiveInfinity;
        }

        // Nothing was given up yet: that begins when the table cannot grow any more.
        _ranks = ranks;
        _givenUp = new double[_slots.Count];
        _texts = _texts is null ? null : Moved(_texts, places, Plan.KeyCount);
        _columns.Move(places, _slots.Slots);
    }

    private T[] Moved<T>(T[] before, int[] places, int stride)
    {
        T[] after = new T[_slots.Slots * stride];
        for (int slot = 0; slot < places.Length; slot++)
        {
            if (places[slot] >= 0)
            {
                Array.Copy(before, slot * stride, after, places[slot] * stride, stride);
            }
        }

        return after;
    }

    private void MoveToEpoch()
    {
        // Only samples move the landmark, never the passing of time alone: so the rounding of sums does not depend on who looked when.
        double factor = DecayClock.Rebase(_epoch, _clock.Epoch);
        _epoch = _clock.Epoch;
        foreach (ref double givenUp in _givenUp.AsSpan())
        {
            givenUp *= factor;
        }

        for (int slot = 0; slot < _slots.Slots; slot++)
        {
            if (!_slots.IsUsed(slot))
            {
                continue;
            }

            _ranks[slot] *= factor;
            ref FlowEntry flow = ref _records.Entry(slot);
            flow.Sum *= factor;
            flow.SumSquares *= factor * factor;
            flow.Samples *= factor;
            _origins[slot].Error *= factor;
            if (_details is not null)
            {
                _details[slot].Egress *= factor;
            }

            _columns.Rebase(slot, factor);
        }
    }
}
