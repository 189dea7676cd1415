namespace Weir.Analytics.Counters;

/// <content>Records of fixed layout: kept as bytes until their values are asked for.</content>
internal sealed partial class MetricBlock
{
    private byte[] _newest;
    private byte[] _before;
    private int _newestLength;
    private int _beforeLength;
    private bool _isBehind;

    private bool Keep(ReadOnlySpan<byte> body)
    {
        (_newest, _before) = (_before, _newest);
        _beforeLength = _newestLength;
        _newestLength = Math.Min(body.Length, _newest.Length);
        body[.._newestLength].CopyTo(_newest);
        _isBehind = true;
        return _newestLength >= Layout.RequiredLength;
    }

    private void CatchUp()
    {
        if (!_isBehind)
        {
            return;
        }

        _isBehind = false;
        if (_numbers.Length == 0)
        {
            MakeRoom();
        }

        if (_comparesWithPrevious)
        {
            Read(_before.AsSpan(0, _beforeLength), _previous);
        }

        Compute(_newest.AsSpan(0, _newestLength));
    }

    private void MakeRoom()
    {
        _numbers = new double[Layout.Slots];
        _texts = Layout.HasText ? new string?[Layout.Slots] : null;
        _previous = new ulong[Layout.CounterFields];
    }
}
