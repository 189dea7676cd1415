using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>Puts fragmented UDP datagrams together (RFC 791 section 3.2, RFC 8200 section 4.5).</summary>
/// <remarks>
/// Bounded: a fixed number of datagrams is in work, the one begun first gives way to a new one. A piece that overlaps another, or that
/// reaches beyond what IP can carry, is left out and counted.
/// </remarks>
internal sealed class FragmentTable
{
    private const int MaxBytes = 65_536;
    private const int UnitBytes = 8;

    private readonly int _capacity;
    private readonly List<Assembly> _assemblies = []; // In the order in which they began.

    public FragmentTable(int capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Pieces given up so far.</summary>
    public long Lost { get; private set; }

    /// <summary>Pieces that wait for others now.</summary>
    public long Waiting => _assemblies.Sum(a => (long)a.Pieces);

    /// <summary>Adds a piece.</summary>
    /// <param name="fragment">Where it belongs.</param>
    /// <param name="bytes">The piece.</param>
    /// <param name="whole">The datagram from its UDP header on, when this piece completed it; valid until the next call.</param>
    /// <returns>True when the datagram is complete.</returns>
    public bool TryComplete(IpFragment fragment, ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> whole)
    {
        whole = default;
        if (_capacity == 0 || bytes.IsEmpty || fragment.Offset + bytes.Length > MaxBytes || (fragment.More && bytes.Length % UnitBytes != 0))
        {
            Lost++;
            return false;
        }

        Assembly assembly = Find(fragment);
        if (!assembly.TryAdd(fragment, bytes))
        {
            Lost++;
            return false;
        }

        if (!assembly.IsComplete)
        {
            return false;
        }

        _assemblies.Remove(assembly);
        whole = assembly.Whole;
        return true;
    }

    private Assembly Find(IpFragment fragment)
    {
        FragmentKey key = new(fragment.Source, fragment.Destination, fragment.Id);
        Assembly? assembly = _assemblies.Find(a => a.Key == key);
        if (assembly is null)
        {
            if (_assemblies.Count == _capacity)
            {
                Lost += _assemblies[0].Pieces;
                _assemblies.RemoveAt(0);
            }

            assembly = new Assembly(key);
            _assemblies.Add(assembly);
        }

        return assembly;
    }

    private readonly record struct FragmentKey(NetworkAddress Source, NetworkAddress Destination, uint Id);

    private sealed class Assembly(FragmentKey key)
    {
        private readonly byte[] _bytes = new byte[MaxBytes];
        private readonly bool[] _present = new bool[MaxBytes / UnitBytes];
        private int _presentUnits;
        private int _length = -1;

        public FragmentKey Key { get; } = key;

        public int Pieces { get; private set; }

        public bool IsComplete => _length >= 0 && _presentUnits == (_length + UnitBytes - 1) / UnitBytes;

        public ReadOnlySpan<byte> Whole => _bytes.AsSpan(0, _length);

        public bool TryAdd(IpFragment fragment, ReadOnlySpan<byte> bytes)
        {
            int end = fragment.Offset + bytes.Length;
            Span<bool> units = _present.AsSpan(fragment.Offset / UnitBytes, (bytes.Length + UnitBytes - 1) / UnitBytes);
            bool fits = _length < 0 ? fragment.More || _present.AsSpan((end + UnitBytes - 1) / UnitBytes).IndexOf(true) < 0 : fragment.More && end <= _length;
            if (!fits || units.Contains(true))
            {
                return false;
            }

            units.Fill(true);
            _presentUnits += units.Length;
            bytes.CopyTo(_bytes.AsSpan(fragment.Offset));
            _length = fragment.More ? _length : end;
            Pieces++;
            return true;
        }
    }
}
