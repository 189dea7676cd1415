namespace Weir.Analytics.Flows.Keys;

/// <summary>How many bytes a sample stands for, whatever it describes.</summary>
internal static class ByteCounts
{
    /// <summary>Frame length of a sampled header, else the length a sampled_ethernet or IP record states, else what a transaction moved.</summary>
    public static bool TryGet(scoped ref SampleContext sample, out KeyValue value)
    {
        if (sample.HasHeader)
        {
            value = KeyValue.Number(sample.FrameLength);
            return true;
        }

        return TryGetRecord(ref sample, RecordField.Ethernet, out value)
            || TryGetRecord(ref sample, RecordField.Ip4, out value)
            || TryGetRecord(ref sample, RecordField.Ip6, out value)
            || ApplicationKeys.TryGetTransactionBytes(ref sample, out value);
    }

    /// <summary>True when a record describes the packet in place of a header.</summary>
    public static bool HasSampledPacket(scoped ref SampleContext sample) =>
        sample.TryFindRecord(RecordField.Ethernet, out _) || sample.TryFindRecord(RecordField.Ip4, out _) || sample.TryFindRecord(RecordField.Ip6, out _);

    /// <summary>All three records begin with the length.</summary>
    private static bool TryGetRecord(scoped ref SampleContext sample, uint tag, out KeyValue value)
    {
        value = default;
        return sample.TryFindRecord(tag, out RecordPosition record) && KeyListBuilder.TryReadWord(ref sample, record, 0, out value);
    }
}
