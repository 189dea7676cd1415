namespace Weir.Load;

/// <summary>The 5-tuples of a workload and how often each is met.</summary>
internal sealed class FlowKeys
{
    private const int GuideSize = 65_536;
    private static readonly ushort[] Services = [443, 80, 53, 22, 123, 8080, 3306, 6379, 25, 179];
    private static readonly ushort[] FrameLengths = [64, 64, 90, 128, 256, 512, 594, 1024, 1514, 1514, 1514, 1514];

    private readonly FlowTuple[] _tuples;
    private readonly double[] _cumulative;
    private readonly int[] _guide;

    public FlowKeys(WorkloadOptions options, SplitMix random)
    {
        _cumulative = MakeCumulative(options.Keys, options.Skew);
        _guide = MakeGuide(_cumulative);
        _tuples = new FlowTuple[options.Keys];
        for (int i = 0; i < options.Keys; i++)
        {
            _tuples[i] = MakeTuple(random.Next(), random.Next());
        }
    }

    /// <summary>Draws a 5-tuple: the first ones come most often.</summary>
    public ref readonly FlowTuple Draw(SplitMix random)
    {
        double u = random.NextDouble();
        int slot = (int)(u * GuideSize);
        int low = _guide[slot];
        int high = _guide[slot + 1];
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_cumulative[middle] < u)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return ref _tuples[low];
    }

    private static double[] MakeCumulative(int count, double skew)
    {
        double[] cumulative = new double[count];
        double total = 0;
        for (int i = 0; i < count; i++)
        {
            total += 1.0 / Math.Pow(i + 1, skew);
            cumulative[i] = total;
        }

        for (int i = 0; i < count; i++)
        {
            cumulative[i] /= total;
        }

        cumulative[^1] = 1.0;
        return cumulative;
    }

    // For each 65,536th of the range the first key that can be meant, so that the search is short.
    private static int[] MakeGuide(double[] cumulative)
    {
        int[] guide = new int[GuideSize + 2];
        int key = 0;
        for (int slot = 0; slot <= GuideSize; slot++)
        {
            while (key < cumulative.Length - 1 && cumulative[key] < slot / (double)GuideSize)
            {
                key++;
            }

            guide[slot] = key;
        }

        guide[GuideSize + 1] = cumulative.Length - 1;
        return guide;
    }

    private static FlowTuple MakeTuple(ulong r, ulong q)
    {
        uint client = 0x0a00_0000u | (uint)(r & 0xffff) | ((uint)((r >> 16) & 7) << 16);
        uint server = 0xc0a8_0000u | (uint)((r >> 32) & 0xffff);
        ushort clientPort = (ushort)(1024 + ((q >> 8) % 64_000));
        ushort serverPort = Services[(q >> 24) % 10];
        bool answer = ((q >> 40) & 1) != 0;
        return new FlowTuple
        {
            Source = answer ? server : client,
            Destination = answer ? client : server,
            SourcePort = answer ? serverPort : clientPort,
            DestinationPort = answer ? clientPort : serverPort,
            Protocol = (q & 7) < 5 ? (byte)6 : (byte)17,
            FrameBytes = FrameLengths[(q >> 44) % 12],
            Input = (uint)(1 + ((q >> 48) % 48)),
            Output = (uint)(1 + ((q >> 54) % 48)),
            Vlan = (uint)(1 + ((q >> 58) % 20)),
        };
    }
}
