namespace Weir.Testing.Old;

/// <summary>Valid datagrams of sFlow version 2 and 4 with every structure, made from random values.</summary>
public static class OldDatagramSeeds
{
    /// <summary>Makes a datagram of 1 to 5 samples.</summary>
    public static byte[] Create(Random random, uint version)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] agent = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(agent);
        OldDatagramBuilder builder = new(version, agent, (uint)random.Next(), (uint)random.Next());
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            AddSample(builder, random, version);
        }

        return builder.Build();
    }

    private static void AddSample(OldDatagramBuilder builder, Random random, uint version)
    {
        uint source = ((uint)random.Next(4) << 24) | (uint)random.Next(1 << 24);
        if (random.Next(3) == 0)
        {
            OldStructure counters = Pick(random, version, OldPlace.Counters);
            builder.Counters((uint)random.Next(), source, counters.Type, OldLayouts.CreateBody(counters, random).Bytes);
            return;
        }

        uint output = random.Next(3) == 0 ? 0x80000000 | (uint)random.Next(9) : (uint)random.Next();
        OldStructure packet = Pick(random, version, OldPlace.Packet);
        List<(uint Type, byte[] Body)> extended = [];
        for (int i = random.Next(5); i > 0; i--)
        {
            OldStructure structure = Pick(random, version, OldPlace.Extended);
            extended.Add((structure.Type, OldLayouts.CreateBody(structure, random).Bytes));
        }

        ReadOnlySpan<uint> header = [(uint)random.Next(), source, (uint)random.Next(100_000), (uint)random.Next(), (uint)random.Next(), (uint)random.Next(1 << 20), output];
        builder.Flow(header, packet.Type, OldLayouts.CreateBody(packet, random).Bytes, extended);
    }

    private static OldStructure Pick(Random random, uint version, OldPlace place)
    {
        IReadOnlyList<OldStructure> structures = OldLayouts.Of(version, place);
        return structures[random.Next(structures.Count)];
    }
}
