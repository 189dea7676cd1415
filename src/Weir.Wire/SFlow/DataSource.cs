namespace Weir.Wire.SFlow;

/// <summary>The sampled entity of an agent (sFlow v5, <c>sflow_data_source</c>).</summary>
/// <param name="Class">0 ifIndex, 1 VLAN, 2 physical entity, 3 logical entity.</param>
/// <param name="Index">Index within the class; 0 is legal.</param>
public readonly record struct DataSource(uint Class, uint Index)
{
    /// <summary>Unpacks the compact form: top 8 bits class, low 24 bits index.</summary>
    public static DataSource FromCompact(uint word) => new(word >> 24, word & 0xffffff);

    /// <summary>Packs into the compact form; only valid when the index is below 2^24.</summary>
    public uint ToCompact() => (Class << 24) | (Index & 0xffffff);

    /// <summary>An ifIndex alone for interfaces, otherwise <c>class.index</c>, the form metrics use.</summary>
    public override string ToString() => Class == 0 ? $"{Index}" : $"{Class}.{Index}";
}
