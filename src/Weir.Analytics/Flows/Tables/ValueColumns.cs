namespace Weir.Analytics.Flows.Tables;

/// <summary>The extra values of a table's entries, column by column.</summary>
/// <remarks>
/// Numbers lie in one array with a fixed stride: rate = (decaying sum, total since the last record), average = (decaying weighted sum,
/// decaying weight), minimum and maximum = (this window, window before, window number), last = (value), count = (first member, window).
/// A set for distinct values is lent only when an entry meets a second one: most entries of a flood never do.
/// Minimum, maximum and count look back over this window and the one before, each two time constants long.
/// </remarks>
internal sealed class ValueColumns
{
    private readonly ValueOperation[] _operations;
    private readonly int[] _offsets;
    private readonly int _stride;
    private readonly int _sets;
    private readonly long _windowUs;
    private readonly DistinctPool _pool;
    private readonly double[] _empty;
    private long _windowStartUs;
    private long _window;
    private double[] _numbers = [];
    private DistinctSet?[] _distinct = [];

    /// <summary>Lays out the columns.</summary>
    /// <param name="operations">What each column holds.</param>
    /// <param name="tauSeconds">Time constant in seconds.</param>
    /// <param name="pool">Lends sets of distinct values.</param>
    public ValueColumns(ValueOperation[] operations, double tauSeconds, DistinctPool pool)
    {
        _operations = operations;
        _offsets = new int[operations.Length];
        _windowUs = (long)(tauSeconds * 2e6);
        _pool = pool;
        for (int i = 0; i < operations.Length; i++)
        {
            _offsets[i] = _stride;
            _stride += operations[i] switch { ValueOperation.Last => 1, ValueOperation.Minimum or ValueOperation.Maximum => 3, _ => 2 };
            _sets += operations[i] == ValueOperation.Count ? 1 : 0;
        }

        _empty = new double[_stride];
        for (int i = 0; i < operations.Length; i++)
        {
            bool none = operations[i] is ValueOperation.Minimum or ValueOperation.Maximum or ValueOperation.Last;
            _empty.AsSpan(_offsets[i], (i + 1 < _offsets.Length ? _offsets[i + 1] : _stride) - _offsets[i]).Fill(none ? double.NaN : 0);
        }
    }

    /// <summary>Memory of one entry, in bytes; lent sets excluded.</summary>
    public int BytesPerEntry => (_stride * sizeof(double)) + (_sets * IntPtr.Size);

    /// <summary>Number of columns.</summary>
    public int Count => _operations.Length;

    /// <summary>Makes room for so many entries.</summary>
    public void Resize(int entries)
    {
        Array.Resize(ref _numbers, entries * _stride);
        Array.Resize(ref _distinct, entries * _sets);
    }

    /// <summary>Moves every entry to another place.</summary>
    /// <param name="places">Where each entry goes; -1 for places that are empty.</param>
    /// <param name="entries">Places there are now.</param>
    public void Move(int[] places, int entries)
    {
        double[] numbers = new double[entries * _stride];
        DistinctSet?[] distinct = new DistinctSet?[entries * _sets];
        for (int entry = 0; entry < places.Length; entry++)
        {
            if (places[entry] >= 0)
            {
                Array.Copy(_numbers, entry * _stride, numbers, places[entry] * _stride, _stride);
                Array.Copy(_distinct, entry * _sets, distinct, places[entry] * _sets, _sets);
            }
        }

        _numbers = numbers;
        _distinct = distinct;
    }

    /// <summary>Empties the columns of an entry.</summary>
    public void Clear(int entry)
    {
        _empty.CopyTo(Row(entry));
        for (int set = 0; set < _sets; set++)
        {
            ref DistinctSet? lent = ref _distinct[(entry * _sets) + set];
            if (lent is not null)
            {
                _pool.Return(lent);
                lent = null;
            }
        }
    }

    /// <summary>Gives back all lent sets: the table is gone.</summary>
    public void Drop()
    {
        foreach (DistinctSet? lent in _distinct)
        {
            if (lent is not null)
            {
                _pool.Return(lent);
            }
        }

        _distinct = [];
    }

    /// <summary>Asks for the columns of an entry to be brought into the cache.</summary>
    public void Prepare(int entry)
    {
        if (_stride > 0)
        {
            Prefetch.Line(ref _numbers[entry * _stride]);
        }

        if (_sets > 0)
        {
            Prefetch.Line(ref _distinct[entry * _sets]);
        }
    }

    /// <summary>Adds a sample to the columns of an entry.</summary>
    /// <param name="entry">Entry number.</param>
    /// <param name="sample">The sample's values.</param>
    /// <param name="gain">Factor of the sample's time, see <see cref="DecayClock"/>.</param>
    public void Add(int entry, SampleScratch sample, double gain)
    {
        Span<double> row = Row(entry);
        int set = 0;
        for (int column = 0; column < _operations.Length; column++)
        {
            Span<double> cell = row[_offsets[column]..];
            double value = sample.Numbers[column];
            switch (_operations[column])
            {
                case ValueOperation.Count:
                    if (sample.Hashes[column] != 0)
                    {
                        AddDistinct(cell, ref _distinct[(entry * _sets) + set], sample.Hashes[column], WindowOf(sample.TimeUs));
                    }

                    set++;
                    break;
                case var _ when double.IsNaN(value):
                    break;
                case ValueOperation.Rate:
                    cell[0] += value * sample.Scale * gain;
                    cell[1] += value * sample.Scale;
                    break;
                case ValueOperation.Average:
                    cell[0] += value * sample.Scale * gain;
                    cell[1] += sample.Scale * gain;
                    break;
                case ValueOperation.Last:
                    cell[0] = value;
                    break;
                default:
                    AddExtreme(cell, _operations[column] == ValueOperation.Minimum, value, WindowOf(sample.TimeUs));
                    break;
            }
        }
    }

    /// <summary>Reads a column.</summary>
    /// <param name="entry">Entry number.</param>
    /// <param name="column">Column number.</param>
    /// <param name="timeUs">Engine time at which it is read.</param>
    /// <param name="perSecond">Factor that makes a rate per second of a decaying sum.</param>
    /// <returns>The value; 0 when no sample had one.</returns>
    public double Read(int entry, int column, long timeUs, double perSecond)
    {
        Span<double> cell = Row(entry)[_offsets[column]..];
        double value = _operations[column] switch
        {
            ValueOperation.Rate => cell[0] * perSecond,
            ValueOperation.Average => cell[1] > 0 ? cell[0] / cell[1] : 0,
            ValueOperation.Last => cell[0],
            ValueOperation.Count => ReadDistinct(entry, column, cell, timeUs / _windowUs),
            _ => ReadExtreme(cell, _operations[column] == ValueOperation.Minimum, timeUs / _windowUs),
        };
        return double.IsNaN(value) ? 0 : value;
    }

    /// <summary>Reads a column for a flow record: totals instead of rates.</summary>
    public double ReadForRecord(int entry, int column, long timeUs) =>
        _operations[column] == ValueOperation.Rate ? Row(entry)[_offsets[column] + 1] : Read(entry, column, timeUs, 0);

    /// <summary>A record was made: totals begin again.</summary>
    public void ClearTotals(int entry)
    {
        for (int column = 0; column < _operations.Length; column++)
        {
            if (_operations[column] == ValueOperation.Rate)
            {
                Row(entry)[_offsets[column] + 1] = 0;
            }
        }
    }

    /// <summary>Carries the decaying sums of an entry to another landmark.</summary>
    public void Rebase(int entry, double factor)
    {
        Span<double> row = Row(entry);
        for (int column = 0; column < _operations.Length; column++)
        {
            if (_operations[column] is ValueOperation.Rate or ValueOperation.Average)
            {
                row[_offsets[column]] *= factor;
                row[_offsets[column] + 1] *= _operations[column] == ValueOperation.Average ? factor : 1;
            }
        }
    }

    /// <summary>Number of the window that a sample lies in; most lie in the same one as the sample before.</summary>
    private long WindowOf(long timeUs)
    {
        if ((ulong)(timeUs - _windowStartUs) >= (ulong)_windowUs)
        {
            _window = timeUs / _windowUs;
            _windowStartUs = _window * _windowUs;
        }

        return _window;
    }

    private static void AddExtreme(Span<double> cell, bool smallest, double value, long window)
    {
        if (cell[2] > window)
        {
            // Held up on the way: it belongs to the window before, or is too old to tell of.
            bool isBefore = cell[2] - 1 <= window;
            double before = double.IsNaN(cell[1]) ? value : smallest ? Math.Min(cell[1], value) : Math.Max(cell[1], value);
            cell[1] = isBefore ? before : cell[1];
        }
        else if (cell[2] != window)
        {
            cell[1] = cell[2] == window - 1 ? cell[0] : double.NaN;
            cell[0] = value;
            cell[2] = window;
        }
        else
        {
            cell[0] = smallest ? Math.Min(cell[0], value) : Math.Max(cell[0], value);
        }
    }

    private static double ReadExtreme(Span<double> cell, bool smallest, long window)
    {
        double newest = cell[2] >= window - 1 ? cell[0] : double.NaN;
        double older = cell[2] == window ? cell[1] : double.NaN;
        if (double.IsNaN(newest) || double.IsNaN(older))
        {
            return double.IsNaN(newest) ? older : newest;
        }

        return smallest ? Math.Min(newest, older) : Math.Max(newest, older);
    }

    private Span<double> Row(int entry) => _numbers.AsSpan(entry * _stride, _stride);

    private void AddDistinct(Span<double> cell, ref DistinctSet? lent, ulong hash, long window)
    {
        ulong first = BitConverter.DoubleToUInt64Bits(cell[0]);
        if (lent is not null)
        {
            lent.Add(hash, window);
        }
        else if (first == 0 || first == hash || cell[1] < window - 1)
        {
            cell[0] = BitConverter.UInt64BitsToDouble(hash);
            cell[1] = first == 0 ? window : Math.Max(cell[1], window);
        }
        else if (_pool.Rent() is { } set)
        {
            set.Add(first, (long)cell[1]);
            set.Add(hash, window);
            lent = set;
        }
    }

    private double ReadDistinct(int entry, int column, Span<double> cell, long window)
    {
        int set = 0;
        for (int before = 0; before < column; before++)
        {
            set += _operations[before] == ValueOperation.Count ? 1 : 0;
        }

        if (_distinct[(entry * _sets) + set] is { } lent)
        {
            return lent.Count(window);
        }

        return BitConverter.DoubleToUInt64Bits(cell[0]) != 0 && cell[1] >= window - 1 ? 1 : 0;
    }
}
