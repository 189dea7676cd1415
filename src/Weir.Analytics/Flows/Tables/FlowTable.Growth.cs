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
            places[slot] = before.IsUsed(slot) ? _slots.Take(HashAt(slot)) : -1;
        }

        MoveExpiry(places);
        _records = _records.Moved(places, _slots.Slots);
        _details = _details is null ? null : Moved(_details, places, 1);

        // Nothing was given up yet: that begins when the table cannot grow any more.
        SlotRanks ranks = new(_slots.Slots);
        for (int slot = 0; slot < places.Length; slot++)
        {
            if (places[slot] >= 0)
            {
                ranks[places[slot]] = _ranks[slot];
            }
        }

        _ranks = ranks;
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
        for (int group = 0; group < _slots.Count; group++)
        {
            _slots[group].GivenUp *= factor;
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
            if (_details is not null)
            {
                _details[slot].Egress *= factor;
            }

            _columns.Rebase(slot, factor);
        }
    }
}
